"""Large content lies at an S3 endpoint that is not ours: late, cut off, and back again."""

import json
import os
import re
import subprocess
import threading
import time
import unittest
import uuid

import boto3
import pyarrow as pa
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from far_side import PLACE, far_side
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog

MIB = 2**20
BLOB = re.compile(PLACE.path.strip("/") + r"/blobs/([0-9a-f]{2})/s[0-9a-f]{30}\1")
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=120)
CUT_SECONDS = 3


def body_of(key, size):
    """No two keys have the same."""
    text = f"{key} ".encode()
    return (text * (size // len(text) + 1))[:size]


class Upstream(unittest.TestCase):
    """In the order of their names: the endpoint is absent at first, and stays for other tests."""

    @classmethod
    def setUpClass(cls):
        cls.far = far_side()
        cls.account, cls.profile = make_account("upstream")
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        session = boto3.Session(profile_name=cls.environment["AWS_PROFILE"])
        cls.s3 = session.client("s3", config=ONCE)
        cls.bucket = f"upstream-{uuid.uuid4().hex[:12]}"
        cls.s3.create_bucket(Bucket=cls.bucket)

    @classmethod
    def tearDownClass(cls):
        cls.s3.close()

    def put(self, key, size):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body_of(key, size))

    def get(self, key, **options):
        return self.s3.get_object(Bucket=self.bucket, Key=key, **options)["Body"].read()

    def blobs(self):
        pages = self.far.client().get_paginator("list_objects_v2").paginate(Bucket=self.far.bucket)
        keys = [found["Key"] for page in pages for found in page.get("Contents", [])]
        return [key for key in keys if "/blobs/" in key]

    def unavailable(self, operation, *arguments):
        with self.assertRaises(ClientError) as caught:
            operation(*arguments)
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], "ServiceUnavailable")
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 503)

    def doctor(self):
        command = [os.environ["MILLRACE"], "doctor", "--json"]
        checks = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
        return next(one for one in checks["checks"] if one["name"] == "objects")

    def test_1_absent(self):
        self.put("small", 10)
        self.unavailable(self.put, "large", 100_000)
        told = self.doctor()
        self.assertEqual(told["state"], "failed")
        self.assertIn("see that http://127.0.0.1", told["fix"])

        self.far.open()
        self.unavailable(self.put, "large", 100_000)
        self.assertIn(f'make the bucket "{self.far.bucket}"', self.doctor()["fix"])

        self.far.client().create_bucket(Bucket=self.far.bucket)
        self.put("large", 100_000)
        self.assertEqual(self.get("large"), body_of("large", 100_000))
        self.assertEqual(self.get("small"), body_of("small", 10))
        self.assertEqual(self.doctor()["state"], "ok")

    def test_2_objects(self):
        before = len(self.blobs())
        self.put("one", 20 * MIB + 1)
        upload = {"Bucket": self.bucket, "Key": "parts"}
        upload["UploadId"] = self.s3.create_multipart_upload(**upload)["UploadId"]
        parts = []
        for number, size in ((1, 6 * MIB), (2, 50_000)):
            body = body_of(f"part {number}", size)
            etag = self.s3.upload_part(**upload, PartNumber=number, Body=body)["ETag"]
            parts.append({"PartNumber": number, "ETag": etag})
        self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
        source = {"Bucket": self.bucket, "Key": "one"}
        self.s3.copy_object(Bucket=self.bucket, Key="two", CopySource=source)

        self.assertEqual(self.get("two"), body_of("one", 20 * MIB + 1))
        self.assertEqual(
            self.get("two", Range="bytes=8388600-8388615"),
            body_of("one", 20 * MIB + 1)[8388600:8388616],
        )
        whole = body_of("part 1", 6 * MIB) + body_of("part 2", 50_000)
        self.assertEqual(self.get("parts"), whole)
        blobs = self.blobs()
        self.assertEqual(len(blobs) - before, 4)
        self.assertEqual([key for key in blobs if not BLOB.fullmatch(key)], [])
        for key in ("one", "two"):
            self.s3.delete_object(Bucket=self.bucket, Key=key)
        self.assertEqual(len(self.blobs()) - before, 2)

    def test_3_cut_off(self):
        written, refused, ended = {}, [], threading.Event()

        def write(writer):
            number = 0
            while not ended.is_set():
                number += 1
                key = f"cut/{writer}/{number}"
                size = 9 * MIB if number % 4 == 0 else 60_000
                try:
                    self.put(key, size)
                    written[key] = size
                except ClientError as error:
                    refused.append(error.response["Error"]["Code"])

        writers = [threading.Thread(target=write, args=(writer,)) for writer in range(3)]
        for thread in writers:
            thread.start()
        for _ in range(2):
            self.until_more(written)
            self.far.close()
            time.sleep(CUT_SECONDS)
            self.far.open()
        self.until_more(written)
        ended.set()
        for thread in writers:
            thread.join()

        self.assertEqual(set(refused), {"ServiceUnavailable"})
        for key, size in written.items():
            self.assertTrue(self.get(key) == body_of(key, size), key)
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix="cut/")
        for page in pages:
            for found in page["Contents"]:
                self.assertEqual(len(self.get(found["Key"])), found["Size"])

    def until_more(self, written):
        wanted = len(written) + 6
        deadline = time.monotonic() + 120
        while len(written) < wanted:
            self.assertLess(time.monotonic(), deadline, "nobody writes any more")
            time.sleep(0.05)

    def test_4_read_on(self):
        self.put("long", 64 * MIB)
        body = self.s3.get_object(Bucket=self.bucket, Key="long")["Body"]
        read = body.read(MIB)

        self.far.cut()
        read += body.read()

        self.assertTrue(read == body_of("long", 64 * MIB))
        self.far.close()
        self.unavailable(self.get, "long")
        self.unavailable(self.get, "parts")
        self.far.open()
        self.assertEqual(len(self.get("long")), 64 * MIB)

    def test_5_tables(self):
        catalog = load_catalog(
            f"lake-{uuid.uuid4().hex}",
            type="rest",
            uri=self.environment["PYICEBERG_CATALOG__LAKE__URI"],
            warehouse=self.account,
            credential=self.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        )
        catalog.create_namespace("far")
        rows = pa.table({"n": pa.array(range(100_000), pa.int64())})
        table = catalog.create_table("far.numbers", schema=rows.schema)
        before = len(self.blobs())

        table.append(rows)

        self.assertEqual(table.scan().to_arrow().sort_by("n"), rows)
        self.assertGreater(len(self.blobs()), before)
        # Vended: of the platform, for this table alone.
        vended = catalog.load_table("far.numbers").io.properties
        own = boto3.client(
            "s3",
            endpoint_url=vended["s3.endpoint"],
            region_name="us-east-1",
            aws_access_key_id=vended["s3.access-key-id"],
            aws_secret_access_key=vended["s3.secret-access-key"],
            aws_session_token=vended["s3.session-token"],
            config=ONCE,
        )
        [file] = [task.file.file_path for task in table.scan().plan_files()]
        bucket, _, key = file.removeprefix("s3://").partition("/")
        self.assertEqual(own.get_object(Bucket=bucket, Key=key)["Body"].read(4), b"PAR1")
        with self.assertRaises(ClientError) as caught:
            own.get_object(Bucket=self.bucket, Key="large")
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDenied")

        self.far.close()
        with self.assertRaises((ClientError, HTTPClientError)):
            own.get_object(Bucket=bucket, Key=key)
        self.far.open()
        self.assertEqual(table.scan().to_arrow().num_rows, 100_000)


if __name__ == "__main__":
    unittest.main()
