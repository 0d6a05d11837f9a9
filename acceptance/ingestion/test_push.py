"""A vendor pushes into an inbox of the platform, with a key that does nothing else."""

import json
import tempfile

import boto3
from botocore.exceptions import ClientError
from feed_case import FeedCase, counts
from millrace_command import millrace

DAY = "2013-01-01"


class Push(FeedCase):
    def test_given_a_vendor_who_pushes_when_it_is_ready_then_it_is_loaded(self):
        feed, key = self.pushed("pushed")
        put = self.putter(key)

        put(f"counts-{DAY}.csv", counts(DAY, 4, 5))
        put(f"counts-{DAY}.csv.ready", "")
        self.delivery(feed, DAY)
        put(f"counts-{DAY}.csv", counts(DAY, 4, 6))
        put(f"counts-{DAY}.csv.ready", "")
        self.delivery(feed, DAY, vintages=2)

        self.assertEqual(self.counts_in("pushed"), [(DAY, "p0", 4), (DAY, "p1", 6)])
        feeds = {one["id"]: one for one in self.ask("GET", "/feeds")["items"]}
        self.assertEqual(feeds[feed]["direction"], "push")
        self.assertNotIn("method", feeds[feed])

    def test_given_its_key_when_anything_else_is_tried_then_it_is_refused(self):
        _, key = self.pushed("refused")
        self.putter(key)("mine.csv", "mine")
        bucket, prefix = self.place(key)
        s3 = self.client(key, "s3")
        names = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]]

        self.assertEqual(names, [f"{prefix}mine.csv"])
        for name, attempt in {
            "read": lambda: s3.get_object(Bucket=bucket, Key=f"{prefix}mine.csv"),
            "remove": lambda: s3.delete_object(Bucket=bucket, Key=f"{prefix}mine.csv"),
            "another prefix": lambda: s3.put_object(Bucket=bucket, Key="other/a", Body=b"a"),
            "the whole bucket": lambda: s3.list_objects_v2(Bucket=bucket),
            "landing": lambda: s3.put_object(Bucket=f"landing-{self.account}", Key="a", Body=b"a"),
            "who it is": lambda: self.client(key, "sts").get_caller_identity(),
            "the catalog": lambda: self.client(key, "glue").get_databases(),
        }.items():
            with self.subTest(name), self.assertRaises(ClientError) as refused:
                attempt()
            self.assertEqual(refused.exception.response["Error"]["Code"][:12], "AccessDenied")
        with self.assertRaises(OSError):
            self.token_of(key["accessKeyId"], key["secretAccessKey"])

    def test_given_an_agreement_when_it_ends_then_so_does_its_key(self):
        _, key = self.pushed("ending")
        self.putter(key)("a.csv", "a")

        renewed = self.millrace("agreement", "new-key", self.agreement)
        with self.assertRaises(ClientError):
            self.putter(key)("b.csv", "b")
        self.putter(renewed)("b.csv", "b")
        self.millrace("agreement", "end", self.agreement)

        with self.assertRaises(ClientError) as ended:
            self.putter(renewed)("c.csv", "c")
        self.assertEqual(ended.exception.response["Error"]["Code"], "InvalidAccessKeyId")

    def pushed(self, name):
        """A feed of counts that are pushed into a table of its name, and the vendor's key."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"connection": {"method": "push"}}, file)
            file.flush()
            agreed = self.millrace("vendor", "agree", self.vendor_id, "--file", file.name)
        self.agreement = agreed["id"]
        return self.feed_of(self.agreement, name, "."), agreed["key"]

    def millrace(self, *words):
        return millrace(*words, "--profile", self.profile, "--json")

    def client(self, key, service):
        return boto3.client(
            service,
            endpoint_url=key["endpoint"],
            region_name="us-east-1",
            aws_access_key_id=key["accessKeyId"],
            aws_secret_access_key=key["secretAccessKey"],
        )

    def place(self, key):
        return key["location"].removeprefix("s3://").split("/", 1)

    def putter(self, key):
        (bucket, prefix), s3 = self.place(key), self.client(key, "s3")
        return lambda name, text: s3.put_object(
            Bucket=bucket, Key=f"{prefix}{name}", Body=text.encode()
        )
