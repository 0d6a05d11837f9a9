import json
import unittest
import uuid

from s3_case import S3Case


class Buckets(S3Case):
    def test_given_a_bucket_when_asked_then_it_is_known(self):
        names = [one["Name"] for one in self.s3.list_buckets()["Buckets"]]
        self.assertIn(self.bucket, names)
        self.s3.head_bucket(Bucket=self.bucket)
        self.s3.get_bucket_location(Bucket=self.bucket)

    def test_given_a_bucket_when_created_again_then_as_us_east_1_answers(self):
        self.s3.put_object(Bucket=self.bucket, Key="stays", Body=b"x")
        self.assertEqual(self.s3.create_bucket(Bucket=self.bucket)["Location"], f"/{self.bucket}")
        self.s3.head_object(Bucket=self.bucket, Key="stays")

    def test_given_buckets_when_listed_in_pages_then_each_comes_once(self):
        names = [f"{self.bucket}-{number}" for number in range(3)]
        for name in names:
            self.s3.create_bucket(Bucket=name)
            self.addCleanup(self.s3.delete_bucket, Bucket=name)
        pages = self.s3.get_paginator("list_buckets").paginate(
            Prefix=f"{self.bucket}-", PaginationConfig={"PageSize": 2}
        )
        self.assertEqual([one["Name"] for page in pages for one in page["Buckets"]], names)

    def test_given_bad_names_when_created_then_they_are_refused(self):
        for name in ("Upper", "192.168.0.1", "a..b"):
            self.refused("InvalidBucketName", 400, self.s3.create_bucket, Bucket=name)

    def test_given_names_of_other_doors_when_created_then_there_is_no_such_bucket(self):
        for name in ("livy", "iceberg", "healthz"):
            self.refused("InvalidBucketName", 400, self.s3.create_bucket, Bucket=name)

    def test_given_no_bucket_when_used_then_there_is_none(self):
        absent = {"Bucket": f"absent-{uuid.uuid4().hex}"}
        self.refused("404", 404, self.s3.head_bucket, **absent)
        self.refused("NoSuchBucket", 404, self.s3.list_objects_v2, **absent)
        self.refused("NoSuchBucket", 404, self.s3.put_object, Key="x", Body=b"x", **absent)
        self.refused("NoSuchBucket", 404, self.s3.put_object, Key="x", Body=b"x" * 99999, **absent)

    def test_given_an_object_when_its_bucket_is_deleted_then_it_is_not_empty(self):
        name = f"full-{uuid.uuid4().hex}"
        self.s3.create_bucket(Bucket=name)
        self.s3.put_object(Bucket=name, Key="x", Body=b"x")
        self.s3.create_multipart_upload(Bucket=name, Key="y")
        self.refused("BucketNotEmpty", 409, self.s3.delete_bucket, Bucket=name)
        self.s3.delete_object(Bucket=name, Key="x")
        self.s3.delete_bucket(Bucket=name)
        self.refused("NoSuchBucket", 404, self.s3.list_objects_v2, Bucket=name)

    def test_given_a_policy_when_put_then_it_is_answered_until_deleted(self):
        get = self.s3.get_bucket_policy
        self.refused("NoSuchBucketPolicy", 404, get, Bucket=self.bucket)
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::999999999999:root"},
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{self.bucket}/*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)
        self.assertEqual(json.loads(get(Bucket=self.bucket)["Policy"]), json.loads(policy))
        other = policy.replace(self.bucket, "other")
        put = self.s3.put_bucket_policy
        self.refused("MalformedPolicy", 400, put, Bucket=self.bucket, Policy=other)
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        self.refused("NoSuchBucketPolicy", 404, get, Bucket=self.bucket)


if __name__ == "__main__":
    unittest.main()
