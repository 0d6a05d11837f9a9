import unittest
from concurrent.futures import ThreadPoolExecutor

from s3_case import S3Case

KEYS = sorted([f"many/{number:04}" for number in range(1005)] + ["a", "b/1", "b/2", "c/d/1"])


class Listing(S3Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda key: cls.s3.put_object(Bucket=cls.bucket, Key=key), KEYS))

    def list(self, **options):
        return self.s3.list_objects_v2(Bucket=self.bucket, **options)

    def test_given_many_keys_when_listed_then_in_pages_of_a_thousand(self):
        pages = list(self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket))
        self.assertEqual([page["KeyCount"] for page in pages], [1000, len(KEYS) - 1000])
        self.assertEqual([one["Key"] for page in pages for one in page["Contents"]], KEYS)

    def test_given_a_delimiter_when_listed_then_each_group_counts_once(self):
        page = self.list(Delimiter="/")
        self.assertEqual([one["Key"] for one in page["Contents"]], ["a"])
        groups = [one["Prefix"] for one in page["CommonPrefixes"]]
        self.assertEqual(groups, ["b/", "c/", "many/"])
        self.assertEqual((page["KeyCount"], page["IsTruncated"]), (4, False))

    def test_given_a_delimiter_when_paged_by_one_then_all_groups_come_once(self):
        for operation in ("list_objects_v2", "list_objects"):
            paginator = self.s3.get_paginator(operation)
            pages = paginator.paginate(
                Bucket=self.bucket, Delimiter="/", PaginationConfig={"PageSize": 1}
            )
            found = [
                one.get("Key") or one.get("Prefix")
                for page in pages
                for one in page.get("Contents", []) + page.get("CommonPrefixes", [])
            ]
            self.assertEqual(found, ["a", "b/", "c/", "many/"], operation)

    def test_given_prefixes_when_listed_then_only_what_starts_with_them(self):
        self.assertEqual([one["Key"] for one in self.list(Prefix="b/")["Contents"]], ["b/1", "b/2"])
        groups = self.list(Prefix="c/d", Delimiter="/")["CommonPrefixes"]
        self.assertEqual(groups, [{"Prefix": "c/d/"}])
        self.assertEqual(self.list(Prefix="none")["KeyCount"], 0)
        self.assertEqual(self.list(MaxKeys=0)["KeyCount"], 0)

    def test_given_a_start_when_listed_then_what_comes_after_it(self):
        page = self.list(StartAfter="many/1002", EncodingType="url")
        self.assertEqual([one["Key"] for one in page["Contents"]], ["many/1003", "many/1004"])
        first = self.s3.list_objects(Bucket=self.bucket, Marker="many/1003")
        self.assertEqual([one["Key"] for one in first["Contents"]], ["many/1004"])

    def test_given_bad_arguments_when_listed_then_they_are_refused(self):
        for options in ({"MaxKeys": -1}, {"ContinuationToken": "~"}):
            self.refused(
                "InvalidArgument", 400, self.s3.list_objects_v2, Bucket=self.bucket, **options
            )


if __name__ == "__main__":
    unittest.main()
