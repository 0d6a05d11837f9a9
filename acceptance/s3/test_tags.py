import os

from s3_case import S3Case

TAGS = [{"Key": "class", "Value": "public"}, {"Key": "owner", "Value": "alt data"}]
PART = os.urandom(5 * 2**20)


class Tags(S3Case):
    def at(self, key):
        return {"Bucket": self.bucket, "Key": key}

    def test_given_an_object_when_tagged_then_it_is_told(self):
        self.put("tagged", Tagging="class=draft")
        self.assertEqual(self.get("tagged")["TagCount"], 1)
        self.s3.put_object_tagging(**self.at("tagged"), Tagging={"TagSet": TAGS})
        self.assertEqual(self.s3.get_object_tagging(**self.at("tagged"))["TagSet"], TAGS)
        self.s3.delete_object_tagging(**self.at("tagged"))
        self.assertEqual(self.s3.get_object_tagging(**self.at("tagged"))["TagSet"], [])

    def test_given_tags_when_copied_then_they_come_along_or_are_replaced(self):
        self.put("from", Tagging="class=public")
        source = self.at("from")
        self.s3.copy_object(**self.at("kept"), CopySource=source)
        self.s3.copy_object(
            **self.at("replaced"), CopySource=source, TaggingDirective="REPLACE", Tagging="a=b"
        )
        told = [
            self.s3.get_object_tagging(**self.at(key))["TagSet"] for key in ("kept", "replaced")
        ]
        self.assertEqual(told, [TAGS[:1], [{"Key": "a", "Value": "b"}]])

    def test_given_tags_that_s3_does_not_take_when_put_then_refused(self):
        self.put("strict")
        many = [{"Key": str(number), "Value": ""} for number in range(11)]
        for tags in (many, [{"Key": "k" * 129, "Value": ""}], [{"Key": "k", "Value": "v" * 257}]):
            refused = {**self.at("strict"), "Tagging": {"TagSet": tags}}
            self.refused("InvalidTag", 400, self.s3.put_object_tagging, **refused)
        self.assertEqual(self.s3.get_object_tagging(**self.at("strict"))["TagSet"], [])
        self.refused("NoSuchKey", 404, self.s3.get_object_tagging, **self.at("none"))

    def test_given_a_bucket_when_tagged_then_it_is_told(self):
        self.refused("NoSuchTagSet", 404, self.s3.get_bucket_tagging, Bucket=self.bucket)
        self.s3.put_bucket_tagging(Bucket=self.bucket, Tagging={"TagSet": TAGS})
        self.assertEqual(self.s3.get_bucket_tagging(Bucket=self.bucket)["TagSet"], TAGS)
        self.s3.delete_bucket_tagging(Bucket=self.bucket)
        self.refused("NoSuchTagSet", 404, self.s3.get_bucket_tagging, Bucket=self.bucket)


class Attributes(S3Case):
    def asked(self, key, *names, **options):
        return self.s3.get_object_attributes(
            Bucket=self.bucket, Key=key, ObjectAttributes=list(names), **options
        )

    def test_given_an_object_when_its_attributes_are_asked_then_without_its_bytes(self):
        put = self.put("small", b"four", ChecksumAlgorithm="SHA256")
        told = self.asked("small", "ETag", "Checksum", "ObjectSize", "StorageClass")
        self.assertEqual(told["ETag"], put["ETag"].strip('"'))
        self.assertEqual(told["Checksum"]["ChecksumSHA256"], put["ChecksumSHA256"])
        self.assertEqual((told["ObjectSize"], told["StorageClass"]), (4, "STANDARD"))
        self.assertNotIn("ObjectParts", told)

    def test_given_parts_when_asked_or_read_by_number_then_as_they_were_uploaded(self):
        at = {"Bucket": self.bucket, "Key": "parts"}
        upload = self.s3.create_multipart_upload(**at, ChecksumAlgorithm="CRC32")["UploadId"]
        parts = []
        for number, body in ((3, PART), (8, b"end")):
            answer = self.s3.upload_part(
                **at, UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="CRC32"
            )
            told = {name: answer[name] for name in ("ETag", "ChecksumCRC32")}
            parts.append({"PartNumber": number, **told})
        done = {"UploadId": upload, "MultipartUpload": {"Parts": parts}}
        self.s3.complete_multipart_upload(**at, **done)
        told = self.asked("parts", "ObjectParts", MaxParts=1)["ObjectParts"]
        self.assertEqual((told["TotalPartsCount"], told["IsTruncated"]), (2, True))
        self.assertEqual([one["Size"] for one in told["Parts"]], [len(PART)])
        last = self.get("parts", PartNumber=2)
        self.assertEqual((last["Body"].read(), last["PartsCount"]), (b"end", 2))
        refused = {"key": "parts", "PartNumber": 3}
        self.refused("InvalidPartNumber", 416, self.get, **refused)
