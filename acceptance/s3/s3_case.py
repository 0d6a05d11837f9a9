"""What the tests of the S3 door share: a client of the profile in the environment, and a bucket."""

import unittest
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def s3_client(**options):
    """Region and endpoint come from the AWS configuration, as for any person's script."""
    options.setdefault("signature_version", "s3v4")
    return boto3.client("s3", config=Config(retries={"max_attempts": 1}, **options))


class S3Case(unittest.TestCase):
    """Each class has a bucket of its own, emptied and removed afterwards."""

    @classmethod
    def setUpClass(cls):
        cls.s3 = s3_client()
        cls.bucket = f"acceptance-{uuid.uuid4().hex[:16]}"
        cls.s3.create_bucket(Bucket=cls.bucket)

    @classmethod
    def tearDownClass(cls):
        for page in cls.s3.get_paginator("list_objects_v2").paginate(Bucket=cls.bucket):
            keys = [{"Key": found["Key"]} for found in page.get("Contents", [])]
            if keys:
                cls.s3.delete_objects(Bucket=cls.bucket, Delete={"Objects": keys})
        cls.s3.delete_bucket(Bucket=cls.bucket)
        cls.s3.close()

    def put(self, key, body=b"x", **options):
        return self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, **options)

    def get(self, key, **options):
        return self.s3.get_object(Bucket=self.bucket, Key=key, **options)

    def refused(self, code, status, operation, **arguments):
        """The call fails with that code of S3 and that HTTP status."""
        with self.assertRaises(ClientError) as caught:
            operation(**arguments)
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        return response
