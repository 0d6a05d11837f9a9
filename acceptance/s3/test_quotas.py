import sys
import unittest
from pathlib import Path

from s3_case import S3Case

sys.path.insert(0, str(Path(__file__).parents[1]))
from millrace_command import millrace  # noqa: E402


def quota(account, *options):
    return millrace("account", "quota", account, *options, "--json")


class Quotas(S3Case):
    def test_given_a_quota_when_it_is_reached_then_s3_says_so_and_deleting_makes_room(self):
        account = self.s3.get_bucket_acl(Bucket=self.bucket)["Owner"]["ID"]
        kept = quota(account)
        self.addCleanup(quota, account, "--default")
        quota(account, "--bytes", str(kept["sizeBytes"] + 1000))
        self.put("a", b"x" * 900)
        self.refused("QuotaExceeded", 403, self.put, key="b", body=b"x" * 101)
        at = {"Bucket": self.bucket, "Key": "c"}
        upload = {**at, "UploadId": self.s3.create_multipart_upload(**at)["UploadId"]}
        part = {**upload, "PartNumber": 1, "Body": b"x" * 101}
        self.refused("QuotaExceeded", 403, self.s3.upload_part, **part)
        self.assertEqual(quota(account)["sizeBytes"], kept["sizeBytes"] + 900)
        self.s3.delete_object(Bucket=self.bucket, Key="a")
        self.s3.upload_part(**part)
        self.s3.abort_multipart_upload(**upload)
        self.assertEqual(quota(account)["sizeBytes"], kept["sizeBytes"])


if __name__ == "__main__":
    unittest.main()
