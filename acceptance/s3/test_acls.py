import json
import unittest

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from s3_case import S3Case


class Acls(S3Case):
    """@see S3 User Guide, "Controlling ownership of objects and disabling ACLs"."""

    def test_given_a_bucket_and_an_object_when_asked_then_the_owner_has_full_control(self):
        self.put("a")
        for acl in (
            self.s3.get_bucket_acl(Bucket=self.bucket),
            self.s3.get_object_acl(Bucket=self.bucket, Key="a"),
        ):
            (grant,) = acl["Grants"]
            self.assertEqual(grant["Permission"], "FULL_CONTROL")
            self.assertEqual(grant["Grantee"]["ID"], acl["Owner"]["ID"])
        self.refused("NoSuchKey", 404, self.s3.get_object_acl, Bucket=self.bucket, Key="none")

    def test_given_grants_to_others_when_put_then_they_are_refused(self):
        self.put("a")
        no = "AccessControlListNotSupported"
        at = {"Bucket": self.bucket, "Key": "a"}
        self.refused(no, 400, self.s3.put_object, **at, Body=b"x", ACL="public-read")
        self.refused(no, 400, self.s3.put_object_acl, **at, ACL="authenticated-read")
        self.refused(no, 400, self.s3.put_object_acl, **at, GrantRead="id=123456789012")
        self.refused(no, 400, self.s3.create_multipart_upload, **at, ACL="public-read")
        self.refused(no, 400, self.s3.put_bucket_acl, Bucket=self.bucket, ACL="public-read")
        create = {"Bucket": f"{self.bucket}-open", "ACL": "public-read"}
        code = "InvalidBucketAclWithObjectOwnership"
        self.refused(code, 400, self.s3.create_bucket, **create)

    def test_given_what_stands_already_when_put_then_it_is_taken(self):
        self.put("a", ACL="bucket-owner-full-control")
        acl = self.s3.get_bucket_acl(Bucket=self.bucket)
        policy = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
        self.s3.put_bucket_acl(Bucket=self.bucket, AccessControlPolicy=policy)
        self.s3.put_object_acl(Bucket=self.bucket, Key="a", AccessControlPolicy=policy)

    def test_given_ownership_when_put_then_lists_count_and_back(self):
        bucket = f"{self.bucket}-owned"
        self.s3.create_bucket(Bucket=bucket, ObjectOwnership="BucketOwnerPreferred")
        self.addCleanup(self.s3.delete_bucket, Bucket=bucket)
        get = self.s3.get_bucket_ownership_controls
        (rule,) = get(Bucket=bucket)["OwnershipControls"]["Rules"]
        self.assertEqual(rule, {"ObjectOwnership": "BucketOwnerPreferred"})
        self.s3.put_bucket_acl(Bucket=bucket, ACL="private")
        self.s3.delete_bucket_ownership_controls(Bucket=bucket)
        self.refused("OwnershipControlsNotFoundError", 404, get, Bucket=bucket)
        enforced = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        self.s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=enforced)

    def test_given_an_account_that_is_not_open_when_its_bucket_is_then_nothing_is_public(self):
        bucket = f"{self.bucket}-public"
        self.s3.create_bucket(Bucket=bucket, ObjectOwnership="ObjectWriter")
        self.addCleanup(self.s3.delete_bucket, Bucket=bucket)
        block = self.s3.get_public_access_block(Bucket=bucket)
        self.assertEqual(set(block["PublicAccessBlockConfiguration"].values()), {True})
        self.s3.delete_public_access_block(Bucket=bucket)
        code = "NoSuchPublicAccessBlockConfiguration"
        self.refused(code, 404, self.s3.get_public_access_block, Bucket=bucket)
        put = self.s3.put_bucket_acl
        self.refused("AccessDenied", 403, put, Bucket=bucket, ACL="public-read")
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket"}
        policy = json.dumps({"Statement": {**statement, "Resource": f"arn:aws:s3:::{bucket}"}})
        put = self.s3.put_bucket_policy
        self.refused("AccessDenied", 403, put, Bucket=bucket, Policy=policy)
        nobody = boto3.client("s3", config=Config(signature_version=UNSIGNED))
        self.addCleanup(nobody.close)
        self.refused("AccessDenied", 403, nobody.list_objects_v2, Bucket=bucket)

    def test_given_another_owner_when_expected_then_it_is_refused(self):
        owner = self.s3.get_bucket_acl(Bucket=self.bucket)["Owner"]["ID"]
        at = {"Bucket": self.bucket, "Key": "a"}
        self.s3.put_object(**at, Body=b"x", ExpectedBucketOwner=owner)
        other = {"ExpectedBucketOwner": "000000000000"}
        self.refused("AccessDenied", 403, self.s3.get_object, **at, **other)
        copy = {"Bucket": self.bucket, "Key": "b", "CopySource": at}
        self.s3.copy_object(**copy, ExpectedSourceBucketOwner=owner)
        source = {"ExpectedSourceBucketOwner": "000000000000"}
        self.refused("AccessDenied", 403, self.s3.copy_object, **copy, **source)


if __name__ == "__main__":
    unittest.main()
