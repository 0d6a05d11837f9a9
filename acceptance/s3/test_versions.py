from s3_case import S3Case

MISSING = "Zu4ZUGD6n5rSKYkxUzs7TxHXCHLDGgXU"


class Versions(S3Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keep("Enabled")

    @classmethod
    def tearDownClass(cls):
        for page in cls.s3.get_paginator("list_object_versions").paginate(Bucket=cls.bucket):
            found = page.get("Versions", []) + page.get("DeleteMarkers", [])
            targets = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
            if targets:
                cls.s3.delete_objects(Bucket=cls.bucket, Delete={"Objects": targets})
        super().tearDownClass()

    @classmethod
    def keep(cls, status):
        configuration = {"Status": status}
        cls.s3.put_bucket_versioning(Bucket=cls.bucket, VersioningConfiguration=configuration)

    def versions(self, prefix, **options):
        answer = self.s3.list_object_versions(Bucket=self.bucket, Prefix=prefix, **options)
        return answer.get("Versions", []), answer.get("DeleteMarkers", [])

    def delete(self, key, **options):
        return self.s3.delete_object(Bucket=self.bucket, Key=key, **options)

    def test_given_two_versions_when_read_then_each_by_its_id(self):
        first = self.put("two", b"1")["VersionId"]
        second = self.put("two", b"2")["VersionId"]
        self.assertEqual(self.get("two")["VersionId"], second)
        self.assertEqual(self.get("two", VersionId=first)["Body"].read(), b"1")
        versions, markers = self.versions("two")
        told = [(one["VersionId"], one["IsLatest"]) for one in versions]
        self.assertEqual((told, markers), ([(second, True), (first, False)], []))

    def test_given_a_delete_marker_when_read_or_removed_then_as_s3_says(self):
        version = self.put("hidden", b"kept")["VersionId"]
        marker = self.delete("hidden")
        self.assertTrue(marker["DeleteMarker"])
        gone = self.refused("NoSuchKey", 404, self.get, key="hidden")
        headers = gone["ResponseMetadata"]["HTTPHeaders"]
        self.assertEqual(headers["x-amz-delete-marker"], "true")
        self.assertEqual(headers["x-amz-version-id"], marker["VersionId"])
        asked = {"key": "hidden", "VersionId": marker["VersionId"]}
        refused = self.refused("MethodNotAllowed", 405, self.get, **asked)
        self.assertEqual(refused["ResponseMetadata"]["HTTPHeaders"]["allow"], "DELETE")
        self.refused("NoSuchVersion", 404, self.get, key="hidden", VersionId=MISSING)
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="hidden")
        self.assertEqual(listed["KeyCount"], 0)
        removed = self.delete("hidden", VersionId=marker["VersionId"])
        self.assertTrue(removed["DeleteMarker"])
        self.assertEqual(self.get("hidden")["VersionId"], version)

    def test_given_a_bucket_that_stops_keeping_when_written_then_one_null_version(self):
        kept = self.put("stopped", b"1")["VersionId"]
        self.keep("Suspended")
        self.addCleanup(self.keep, "Enabled")
        self.put("stopped", b"2")
        self.put("stopped", b"3")
        versions, _ = self.versions("stopped")
        self.assertEqual([one["VersionId"] for one in versions], ["null", kept])
        self.assertEqual(self.get("stopped", VersionId="null")["Body"].read(), b"3")
        self.assertEqual(self.delete("stopped")["VersionId"], "null")
        self.assertEqual([one["VersionId"] for one in self.versions("stopped")[0]], [kept])

    def test_given_versions_when_a_batch_names_them_then_they_are_gone_for_good(self):
        ids = [self.put("batch", str(number).encode())["VersionId"] for number in range(4)]
        targets = [{"Key": "batch", "VersionId": one} for one in ids[2:]]
        answer = self.s3.delete_objects(
            Bucket=self.bucket, Delete={"Objects": [*targets, {"Key": "batch"}]}
        )
        self.assertEqual([one.get("DeleteMarker") for one in answer["Deleted"]], [None, None, True])
        versions, [marker] = self.versions("batch")
        self.assertEqual([one["VersionId"] for one in versions], [ids[1], ids[0]])
        self.assertTrue(marker["IsLatest"])

    def test_given_many_versions_when_listed_in_pages_then_each_comes_once(self):
        ids = {self.put(f"pages/{number % 3}", b"x")["VersionId"] for number in range(9)}
        pages = self.s3.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket, Prefix="pages/", PaginationConfig={"PageSize": 2}
        )
        found = [one for page in pages for one in page["Versions"]]
        self.assertEqual(len(found), 9)
        self.assertEqual({one["VersionId"] for one in found}, ids)
        self.assertEqual([one["Key"] for one in found], sorted(one["Key"] for one in found))

    def test_given_groups_when_listed_one_by_one_then_each_comes_once(self):
        for key in ("groups/a/1", "groups/a/2", "groups/b/1"):
            self.put(key)
        pages = self.s3.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket, Prefix="groups/", Delimiter="/", PaginationConfig={"PageSize": 1}
        )
        groups = [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])]
        self.assertEqual(groups, ["groups/a/", "groups/b/"])

    def test_given_an_old_version_when_copied_or_tagged_then_it_is_that_one(self):
        old = self.put("source", b"old", Tagging="state=old")["VersionId"]
        self.put("source", b"new")
        source = {"Bucket": self.bucket, "Key": "source", "VersionId": old}
        copied = self.s3.copy_object(Bucket=self.bucket, Key="source", CopySource=source)
        self.assertEqual(copied["CopySourceVersionId"], old)
        self.assertEqual(self.get("source")["Body"].read(), b"old")
        tags = self.s3.get_object_tagging(Bucket=self.bucket, Key="source")
        self.assertEqual(tags["TagSet"], [{"Key": "state", "Value": "old"}])

    def test_given_versions_when_the_bucket_is_deleted_then_it_is_not_empty(self):
        self.put("last")
        self.delete("last")
        self.refused("BucketNotEmpty", 409, self.s3.delete_bucket, Bucket=self.bucket)
