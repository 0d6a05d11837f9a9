"""A bucket that stands for one at an endpoint that is not ours, through the gateway and past it.

After the tests of blobs, which want the endpoint to be absent at first.
"""

import importlib.util
import io
import json
import os
import pathlib
import platform
import shutil
import subprocess
import time
import unittest
import uuid

import boto3
import duckdb
import pyarrow as pa
from botocore.config import Config
from botocore.exceptions import ClientError
from far_side import ENDPOINT, far_side
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import ServiceUnavailableError

MIB = 2**20
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=120)
FAR_URL = ENDPOINT.geturl()
ROLE = "arn:aws:iam::123456789012:role/lake"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}
ROWS = pa.table({"n": pa.array(range(50_000), pa.int64()), "secret": ["x"] * 50_000})
READY_SECONDS_MAX = 60


def extension(name):
    """The signed file, as a wheel brings it."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    return next(pathlib.Path(found.origin).parent.glob(f"extensions/*/{name}.duckdb_extension"))


class Linked(unittest.TestCase):
    """In the order of their names: a table is made, used and dropped."""

    @classmethod
    def setUpClass(cls):
        cls.far = far_side()
        cls.bucket = f"linked-{uuid.uuid4().hex[:12]}"
        cls.there = cls.far.client()
        cls.there.create_bucket(Bucket=cls.bucket)
        keys = pathlib.Path(os.environ["MILLRACE_HOME"], "link-keys")
        keys.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(os.environ["MILLRACE_OBJECTS_CREDENTIALS"], keys / "far")
        cls.account, cls.profile = make_account("linked")
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        cls.session = boto3.Session(profile_name=cls.environment["AWS_PROFILE"])
        cls.gateway = cls.session._session.get_scoped_config()["endpoint_url"]
        cls.s3 = cls.session.client("s3", config=ONCE)
        cls.credential = cls.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"]
        cls.link("--direct", ROLE)

    @classmethod
    def tearDownClass(cls):
        cls.s3.close()

    @classmethod
    def link(cls, *options):
        place = ("--to", f"s3://{cls.bucket}/", "--endpoint", FAR_URL, "--key", "far")
        words = ("bucket", "link", cls.bucket, "--account", cls.account, *place, *options)
        return millrace(*words, "--json")

    def catalog(self, credential=None):
        return load_catalog(
            f"lake-{uuid.uuid4().hex}",
            type="rest",
            uri=self.environment["PYICEBERG_CATALOG__LAKE__URI"],
            warehouse=self.account,
            credential=credential or self.credential,
        )

    def keys(self, client):
        listed = client.list_objects_v2(Bucket=self.bucket)
        return [one["Key"] for one in listed.get("Contents", [])]

    def refused(self, code, operation, **arguments):
        with self.assertRaises(ClientError) as caught:
            operation(Bucket=self.bucket, **arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def doctor(self):
        command = [os.environ["MILLRACE"], "doctor", "--json"]
        checks = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
        return next(one for one in checks["checks"] if one["name"] == f"link {self.bucket}")

    def test_1_objects(self):
        large = os.urandom(20 * MIB + 1)
        self.s3.upload_fileobj(io.BytesIO(large), self.bucket, "large")
        self.there.put_object(Bucket=self.bucket, Key="theirs", Body=b"from elsewhere")

        self.assertEqual(self.keys(self.s3), ["large", "theirs"])
        found = self.there.get_object(Bucket=self.bucket, Key="large")["Body"].read()
        self.assertTrue(found == large)
        ranged = self.s3.get_object(Bucket=self.bucket, Key="large", Range="bytes=8388600-8388615")
        self.assertEqual(ranged["Body"].read(), large[8388600:8388616])
        source = {"Bucket": self.bucket, "Key": "theirs"}
        self.s3.copy_object(Bucket=self.bucket, Key="copy", CopySource=source)
        again = {"Key": "copy", "Body": b"x", "IfNoneMatch": "*"}
        self.refused("PreconditionFailed", self.s3.put_object, **again)
        self.s3.put_object(Bucket=self.bucket, **{**again, "Key": "first"})
        enabled = {"VersioningConfiguration": {"Status": "Enabled"}}
        self.refused("NotImplemented", self.s3.put_bucket_versioning, **enabled)
        objects = [{"Key": key} for key in ("large", "theirs", "copy", "first")]
        self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": objects})
        self.assertEqual(self.keys(self.there), [])
        self.assertEqual(self.doctor()["state"], "ok")

    def test_2_direct(self):
        catalog = self.catalog()
        catalog.create_namespace("far", {"location": f"s3://{self.bucket}/far"})
        table = catalog.create_table("far.numbers", schema=ROWS.schema)

        table.append(ROWS)

        vended = catalog.load_table("far.numbers").io.properties
        self.assertEqual(vended["s3.endpoint"], FAR_URL)
        read = catalog.load_table("far.numbers").scan().to_arrow()
        self.assertEqual(read.sort_by("n"), ROWS)
        [file] = [task.file.file_path for task in table.scan().plan_files()]
        self.assertIn(file.removeprefix(f"s3://{self.bucket}/"), self.keys(self.there))
        through = self.s3.get_object(Bucket=self.bucket, Key=file.split("/", 3)[3])
        self.assertEqual(through["Body"].read(4), b"PAR1")

    @unittest.skipUnless(platform.machine() == "x86_64", "its wheels are of x86_64")
    def test_3_duckdb(self):
        duck = duckdb.connect()
        for name in ("httpfs", "avro", "iceberg"):
            duck.execute(f"LOAD '{extension(name)}'")
        key, _, secret = self.credential.partition(":")
        uri = self.environment["PYICEBERG_CATALOG__LAKE__URI"]
        duck.execute(
            f"CREATE SECRET lake (TYPE iceberg, CLIENT_ID '{key}', CLIENT_SECRET '{secret}', "
            f"OAUTH2_SERVER_URI '{uri}/v1/oauth/tokens')"
        )
        duck.execute(f"ATTACH '{self.account}' AS lake (TYPE iceberg, ENDPOINT '{uri}')")

        [total] = duck.sql("SELECT sum(n) FROM lake.far.numbers").fetchone()

        self.assertEqual(total, sum(range(50_000)))

    def test_4_narrow(self):
        """The policy that was sent is made the role's own: moto judges no session policies."""
        table = self.catalog().load_table("far.numbers")
        [file] = [task.file.file_path for task in table.scan().plan_files()]
        vended = table.io.properties
        [policy] = self.far.assumed[-1]["Policy"]
        self.there.put_object(Bucket=self.bucket, Key="far/other", Body=b"not for them")
        iam = self.far.client("iam")
        iam.create_role(RoleName="lake", AssumeRolePolicyDocument=json.dumps(TRUST))
        iam.put_role_policy(RoleName="lake", PolicyName="session", PolicyDocument=policy)
        direct = self.far.client(
            aws_access_key_id=vended["s3.access-key-id"],
            aws_secret_access_key=vended["s3.secret-access-key"],
            aws_session_token=vended["s3.session-token"],
        )
        key = file.removeprefix(f"s3://{self.bucket}/")

        with self.far.judging():
            inside = direct.get_object(Bucket=self.bucket, Key=key)["Body"].read(4)
            direct.put_object(Bucket=self.bucket, Key=f"{key}.mine", Body=b"x")
            direct.delete_object(Bucket=self.bucket, Key=f"{key}.mine")
            self.refused("AccessDenied", direct.get_object, Key="far/other")
            self.refused("AccessDenied", direct.put_object, Key="far/mine", Body=b"x")
            self.refused("AccessDenied", direct.delete_object, Key="far/other")
            with self.assertRaises(ClientError):
                direct.list_buckets()

        self.assertEqual(inside, b"PAR1")
        # Of the platform they open nothing.
        ours = boto3.client(
            "s3",
            endpoint_url=self.gateway,
            region_name="us-east-1",
            aws_access_key_id=vended["s3.access-key-id"],
            aws_secret_access_key=vended["s3.secret-access-key"],
            aws_session_token=vended["s3.session-token"],
            config=ONCE,
        )
        with self.assertRaises(ClientError):
            ours.get_object(Bucket=self.bucket, Key=key)

    def test_5_restricted(self):
        catalog = self.catalog(self.person(["n"]))
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                table = catalog.load_table("far.numbers")
                break
            except ServiceUnavailableError:
                self.assertLess(time.monotonic(), deadline, "no projection is made")
                time.sleep(0.2)

        self.assertEqual(table.schema().column_names, ["n"])
        self.assertEqual(table.io.properties["s3.endpoint"], self.gateway)
        self.assertEqual(table.scan().to_arrow().sort_by("n"), ROWS.select(["n"]))

    def person(self, columns):
        """The key of somebody who may read these columns."""
        iam, lake = self.session.client("iam"), self.session.client("lakeformation")
        name = f"person{uuid.uuid4().hex[:8]}"
        iam.create_user(UserName=name)
        allowed = {"Effect": "Allow", "Action": ["glue:*", "lakeformation:*"], "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.put_user_policy(UserName=name, PolicyName="lake", PolicyDocument=document)
        arn = self.session.client("sts").get_caller_identity()["Arn"]
        lake.put_data_lake_settings(
            DataLakeSettings={"DataLakeAdmins": [{"DataLakePrincipalIdentifier": arn}]}
        )
        named = {"DatabaseName": "far", "Name": "numbers"}
        everybody = {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}
        lake.revoke_permissions(Principal=everybody, Resource={"Table": named}, Permissions=["ALL"])
        lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": f"arn:aws:iam::{self.account}:user/{name}"},
            Resource={"TableWithColumns": {**named, "ColumnNames": columns}},
            Permissions=["SELECT"],
        )
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return f"{key['AccessKeyId']}:{key['SecretAccessKey']}"

    def test_6_away(self):
        self.far.close()

        self.refused("ServiceUnavailable", self.s3.list_objects_v2)
        self.refused("ServiceUnavailable", self.s3.put_object, Key="half", Body=bytes(9 * MIB))
        with self.assertRaises(ServiceUnavailableError):
            self.catalog().load_table("far.numbers")
        told = self.doctor()
        self.assertEqual(told["state"], "failed")
        self.assertIn(f"see that {FAR_URL}", told["fix"])

        self.far.open()
        self.assertNotIn("half", self.keys(self.s3))
        self.assertEqual(self.doctor()["state"], "ok")

    def test_7_through(self):
        """Without direct access the same table is read through the gateway."""
        self.link()
        catalog = self.catalog()
        table = catalog.load_table("far.numbers")

        self.assertEqual(table.io.properties["s3.endpoint"], self.gateway)
        self.assertEqual(table.scan().to_arrow().num_rows, 50_000)
        table.append(ROWS)
        self.assertEqual(catalog.load_table("far.numbers").scan().to_arrow().num_rows, 100_000)
        catalog.purge_table("far.numbers")
        deadline = time.monotonic() + READY_SECONDS_MAX
        while any(key.startswith("far/numbers") for key in self.keys(self.there)):
            self.assertLess(time.monotonic(), deadline, "nothing is purged")
            time.sleep(0.2)


if __name__ == "__main__":
    unittest.main()
