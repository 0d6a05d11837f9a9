import hashlib
import os
import unittest

import urllib3
from s3_case import S3Case, s3_client

LARGE = os.urandom(300_000)
HTTP = urllib3.PoolManager(timeout=30)


class Objects(S3Case):
    def test_given_objects_of_many_sizes_when_read_then_they_are_what_was_put(self):
        for size in (0, 1, 32 * 1024, 32 * 1024 + 1, 300_000):
            put = self.put("sized", LARGE[:size])
            got = self.get("sized")
            self.assertEqual(got["Body"].read(), LARGE[:size])
            self.assertEqual(got["ContentLength"], size)
            self.assertEqual(got["ETag"], put["ETag"])
            self.assertEqual(got["ETag"].strip('"'), hashlib.md5(LARGE[:size]).hexdigest())

    def test_given_odd_keys_when_put_then_each_is_itself(self):
        keys = ["a b", "a+b", "ä/ö", "..", "../up", "a/../b", "a//b", "a%2Fb", "q?x=1&y", "€" * 341]
        keys += ["'\"<>&;", "~!*()", "𐀀", "a" * 1024, "//lead", "trail/", "#frag"]
        for key in keys:
            self.put(key, key.encode())
        for key in keys:
            self.assertEqual(self.get(key)["Body"].read(), key.encode(), key)
        found = self.s3.list_objects_v2(Bucket=self.bucket)["Contents"]
        listed = [one["Key"] for one in found]
        self.assertEqual(listed, sorted(listed, key=str.encode))
        self.assertLessEqual(set(keys), set(listed))
        self.refused("KeyTooLongError", 400, self.put, key="a" * 1025)

    def test_given_ranges_when_read_then_as_http_says(self):
        self.put("ranged", LARGE)
        for text, part in {
            "bytes=0-9": LARGE[:10],
            "bytes=299990-": LARGE[-10:],
            "bytes=-5": LARGE[-5:],
            "bytes=-999999": LARGE,
            "bytes=299999-400000": LARGE[-1:],
        }.items():
            got = self.get("ranged", Range=text)
            self.assertEqual(got["Body"].read(), part, text)
            self.assertEqual(got["ResponseMetadata"]["HTTPStatusCode"], 206)
        arguments = {"Bucket": self.bucket, "Key": "ranged"}
        for text in ("bytes=300000-", "bytes=-0"):
            self.refused("InvalidRange", 416, self.s3.get_object, Range=text, **arguments)

    def test_given_metadata_and_headers_when_read_then_they_are_answered(self):
        headers = {
            "ContentType": "text/csv",
            "CacheControl": "no-store",
            "ContentDisposition": 'attachment; filename="x.csv"',
            "ContentEncoding": "gzip",
            "ContentLanguage": "en",
        }
        self.put("described", b"x", Metadata={"Owner": "Ana"}, **headers)
        head = self.s3.head_object(Bucket=self.bucket, Key="described")
        self.assertEqual(head["Metadata"], {"owner": "Ana"})
        self.assertEqual({name: head[name] for name in headers}, headers)
        big = {"big": "x" * 2100}
        self.refused("MetadataTooLarge", 400, self.put, key="described", Metadata=big)

    def test_given_conditions_when_read_then_they_are_judged(self):
        etag = self.put("conditional")["ETag"]
        arguments = {"Bucket": self.bucket, "Key": "conditional"}
        get = self.s3.get_object
        self.get("conditional", IfMatch=etag)
        self.get("conditional", IfNoneMatch='"other"')
        self.refused("PreconditionFailed", 412, get, IfMatch='"other"', **arguments)
        self.refused("304", 304, get, IfNoneMatch=etag, **arguments)
        self.refused("304", 304, get, IfModifiedSince="2100-01-01", **arguments)
        self.refused("PreconditionFailed", 412, get, IfUnmodifiedSince="2000-01-01", **arguments)

    def test_given_conditions_when_written_then_only_what_holds_is_done(self):
        etag = self.put("once", IfNoneMatch="*")["ETag"]
        self.refused("PreconditionFailed", 412, self.put, key="once", IfNoneMatch="*")
        self.refused("PreconditionFailed", 412, self.put, key="once", IfMatch='"other"')
        self.refused("NoSuchKey", 404, self.put, key="never", IfMatch=etag)
        self.put("once", b"y", IfMatch=etag)
        self.assertEqual(self.get("once")["Body"].read(), b"y")

    def test_given_each_checksum_when_put_then_it_is_kept_and_answered(self):
        for algorithm in ("CRC32", "SHA1", "SHA256"):
            put = self.put("summed", LARGE, ChecksumAlgorithm=algorithm)
            got = self.get("summed", ChecksumMode="ENABLED")
            name = f"Checksum{algorithm}"
            self.assertEqual(got["Body"].read(), LARGE)
            self.assertEqual(got[name], put[name])
        self.refused("BadDigest", 400, self.put, key="summed", ChecksumCRC32="AAAAAA==")
        self.refused("InvalidDigest", 400, self.put, key="summed", ContentMD5="AAAA")
        wrong = "1B2M2Y8AsgTpgAmY7PhCfg=="
        self.refused("BadDigest", 400, self.put, key="summed", ContentMD5=wrong)

    def test_given_an_object_when_copied_then_its_description_goes_along_or_is_replaced(self):
        for body in (b"small", LARGE):
            self.put("source ä", body, Metadata={"a": "1"}, ContentType="text/plain")
            source = {"Bucket": self.bucket, "Key": "source ä"}
            self.s3.copy_object(Bucket=self.bucket, Key="copy", CopySource=source)
            copy = self.get("copy")
            self.assertEqual(copy["Body"].read(), body)
            self.assertEqual((copy["Metadata"], copy["ContentType"]), ({"a": "1"}, "text/plain"))
            self.s3.copy_object(
                Bucket=self.bucket,
                Key="copy",
                CopySource=source,
                MetadataDirective="REPLACE",
                Metadata={"b": "2"},
            )
            self.assertEqual(self.get("copy")["Metadata"], {"b": "2"})
        onto = {"Bucket": self.bucket, "Key": "source ä", "CopySource": source}
        self.refused("InvalidRequest", 400, self.s3.copy_object, **onto)
        self.refused(
            "PreconditionFailed",
            412,
            self.s3.copy_object,
            CopySourceIfMatch='"x"',
            **onto,
            MetadataDirective="REPLACE",
        )

    def test_given_objects_when_deleted_then_they_are_gone_and_absent_ones_no_error(self):
        self.put("gone/1")
        self.put("gone/2")
        self.s3.delete_object(Bucket=self.bucket, Key="gone/1")
        self.s3.delete_object(Bucket=self.bucket, Key="gone/1")
        keys = [{"Key": "gone/2"}, {"Key": "never & <there>"}]
        done = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": keys})
        self.assertEqual({one["Key"] for one in done["Deleted"]}, {one["Key"] for one in keys})
        self.refused("NoSuchKey", 404, self.get, key="gone/2")

    def test_given_presigned_urls_when_used_then_without_credentials(self):
        arguments = {"Bucket": self.bucket, "Key": "signed key"}
        put = self.s3.generate_presigned_url("put_object", Params=arguments)
        self.assertEqual(HTTP.request("PUT", put, body=b"by url").status, 200)
        disposition = 'attachment; filename="a.txt"'
        params = {**arguments, "ResponseContentDisposition": disposition}
        url = self.s3.generate_presigned_url("get_object", Params=params)
        answer = HTTP.request("GET", url)
        self.assertEqual(answer.data, b"by url")
        self.assertEqual(answer.headers["content-disposition"], disposition)
        tampered = HTTP.request("GET", url.replace("signed%20key", "other"))
        self.assertEqual(tampered.status, 403)
        self.assertIn(b"SignatureDoesNotMatch", tampered.data)

    def test_given_no_signature_when_asked_then_access_is_denied(self):
        answer = HTTP.request("GET", f"{self.s3.meta.endpoint_url}/{self.bucket}/x")
        self.assertEqual(answer.status, 403)
        self.assertIn(b"<Code>AccessDenied</Code>", answer.data)

    def test_given_what_is_not_served_when_asked_then_it_says_so(self):
        arguments = {"Bucket": self.bucket}
        self.refused("NotImplemented", 501, self.s3.get_bucket_cors, **arguments)
        sse = {"ServerSideEncryption": "aws:kms"}
        self.refused("NotImplemented", 501, self.put, key="x", **sse)
        self.assertNotIn("Status", self.s3.get_bucket_versioning(**arguments))

    def test_given_the_older_default_of_checksums_when_put_then_it_works_too(self):
        client = s3_client(request_checksum_calculation="when_required")
        client.put_object(Bucket=self.bucket, Key="plain", Body=LARGE)
        self.assertEqual(self.get("plain")["Body"].read(), LARGE)
        client.close()


if __name__ == "__main__":
    unittest.main()
