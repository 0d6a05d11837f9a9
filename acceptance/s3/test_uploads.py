import io
import os
import unittest

from boto3.s3.transfer import TransferConfig
from s3_case import S3Case

MIB = 2**20
PART = os.urandom(5 * MIB)


class Uploads(S3Case):
    def begin(self, key="big", **options):
        begun = self.s3.create_multipart_upload(Bucket=self.bucket, Key=key, **options)
        return {"Bucket": self.bucket, "Key": key, "UploadId": begun["UploadId"]}

    def upload(self, at, number, body=PART, **options):
        answer = self.s3.upload_part(PartNumber=number, Body=body, **at, **options)
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def complete(self, at, parts, **options):
        return self.s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **at, **options)

    def test_given_a_large_file_when_transferred_then_it_comes_back_the_same(self):
        body = PART * 4 + b"tail"
        config = TransferConfig(multipart_threshold=6 * MIB, multipart_chunksize=5 * MIB)
        self.s3.upload_fileobj(io.BytesIO(body), self.bucket, "large", Config=config)
        back = io.BytesIO()
        self.s3.download_fileobj(self.bucket, "large", back, Config=config)
        self.assertEqual(back.getvalue(), body)
        head = self.s3.head_object(Bucket=self.bucket, Key="large")
        self.assertTrue(head["ETag"].endswith('-5"'))
        across = self.get("large", Range=f"bytes={5 * MIB - 3}-{10 * MIB + 2}")["Body"].read()
        self.assertEqual(across, body[5 * MIB - 3 : 10 * MIB + 3])

    def test_given_parts_out_of_order_when_completed_then_in_the_order_of_numbers(self):
        at = self.begin(Metadata={"a": "1"}, ContentType="text/plain")
        last = self.upload(at, 7, b"end")
        self.upload(at, 2, b"replaced")
        first = self.upload(at, 2)
        self.upload(at, 5, b"left out")
        listed = self.s3.list_parts(**at, MaxParts=2)
        self.assertEqual([one["PartNumber"] for one in listed["Parts"]], [2, 5])
        self.assertTrue(listed["IsTruncated"])
        done = self.complete(at, [first, last])
        self.assertEqual(self.complete(at, [first, last])["ETag"], done["ETag"])
        got = self.get("big")
        self.assertEqual(got["Body"].read(), PART + b"end")
        self.assertEqual((got["Metadata"], got["ContentType"]), ({"a": "1"}, "text/plain"))
        self.refused("NoSuchUpload", 404, self.s3.abort_multipart_upload, **at)
        self.refused("NoSuchUpload", 404, self.upload, at=at, number=9)

    def test_given_wrong_parts_when_completed_then_they_are_refused(self):
        at = self.begin("wrong")
        small = self.upload(at, 1, b"small")
        last = self.upload(at, 2, b"last")
        for code, parts in {
            "EntityTooSmall": [small, last],
            "InvalidPartOrder": [last, small],
            "InvalidPart": [{"PartNumber": 3, "ETag": '"0"'}],
            "MalformedXML": [],
        }.items():
            self.refused(code, 400, self.complete, at=at, parts=parts)
        self.refused("InvalidPart", 400, self.complete, at=at, parts=[{**last, "ETag": '"0"'}])
        self.complete(at, [last])

    def test_given_an_upload_when_aborted_then_it_is_gone(self):
        at = self.begin("aborted")
        part = self.upload(at, 1)
        running = self.s3.list_multipart_uploads(Bucket=self.bucket, Prefix="abo")["Uploads"]
        self.assertEqual([one["UploadId"] for one in running], [at["UploadId"]])
        self.s3.abort_multipart_upload(**at)
        self.refused("NoSuchUpload", 404, self.complete, at=at, parts=[part])
        self.refused("NoSuchUpload", 404, self.s3.list_parts, **at)
        self.refused("NoSuchKey", 404, self.get, key="aborted")

    def test_given_an_object_when_parts_are_copied_from_it_then_bytes_are_the_same(self):
        self.put("source", PART + b"more")
        source = {"Bucket": self.bucket, "Key": "source"}
        at = self.begin("copied")
        parts = []
        for number, text in enumerate((f"bytes=0-{5 * MIB - 1}", f"bytes={5 * MIB}-{5 * MIB + 3}")):
            answer = self.s3.upload_part_copy(
                PartNumber=number + 1, CopySource=source, CopySourceRange=text, **at
            )
            etag = answer["CopyPartResult"]["ETag"]
            parts.append({"PartNumber": number + 1, "ETag": etag})
        self.complete(at, parts)
        self.assertEqual(self.get("copied")["Body"].read(), PART + b"more")
        self.s3.copy_object(Bucket=self.bucket, Key="again", CopySource={**source, "Key": "copied"})
        self.assertEqual(self.get("again")["Body"].read(), PART + b"more")

    def test_given_conditions_when_completed_then_they_are_judged(self):
        self.put("taken")
        at = self.begin("taken")
        part = self.upload(at, 1)
        self.refused("PreconditionFailed", 412, self.complete, at=at, parts=[part], IfNoneMatch="*")
        self.complete(at, [part])

    def test_given_checksums_of_parts_when_completed_then_the_whole_has_one(self):
        for kind in ("COMPOSITE", "FULL_OBJECT"):
            at = self.begin("summed", ChecksumAlgorithm="CRC32", ChecksumType=kind)
            parts = []
            for number, body in ((1, PART), (2, b"end")):
                up = self.s3.upload_part(
                    PartNumber=number, Body=body, ChecksumAlgorithm="CRC32", **at
                )
                sums = {"ETag": up["ETag"], "ChecksumCRC32": up["ChecksumCRC32"]}
                parts.append({"PartNumber": number, **sums})
            done = self.complete(at, parts, ChecksumType=kind)
            if kind == "FULL_OBJECT":
                whole = self.put("whole", PART + b"end", ChecksumAlgorithm="CRC32")
                self.assertEqual(done["ChecksumCRC32"], whole["ChecksumCRC32"])
            got = self.get("summed", ChecksumMode="ENABLED")
            self.assertEqual(got["ChecksumCRC32"], done["ChecksumCRC32"])
            self.assertEqual(got["Body"].read(), PART + b"end")


if __name__ == "__main__":
    unittest.main()
