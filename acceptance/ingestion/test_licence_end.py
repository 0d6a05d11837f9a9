"""Once an agreement has ended nobody reads what it brought, and is told why."""

import unittest
from datetime import UTC, datetime, timedelta

import boto3
from botocore.exceptions import ClientError
from feed_case import FeedCase, counts
from millrace_command import millrace

DAY = "2013-01-01"
PLACES = [(DAY, "p0", 4), (DAY, "p1", 5)]
REFUSED_SECONDS_MAX = 1


class LicenceEnd(FeedCase):
    def test_given_a_filled_table_when_its_agreement_ends_then_it_is_read_no_more(self):
        feed = self.feed("licensed", self.sftp(), "licensed")
        self.vendor.deliver("sftp/licensed", f"counts-{DAY}.csv", counts(DAY, 4, 5))
        self.delivery(feed, DAY)
        read = self.reading_by_vended_keys("licensed")
        self.assertEqual(self.counts_in("licensed"), PLACES)
        self.assertEqual(read()[:4], b"PAR1")

        self.end()
        ended = datetime.now(UTC)
        with self.assertRaises(ClientError) as refused:
            read()
        took = datetime.now(UTC) - ended
        after = self.table("licensed")

        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")
        self.assertLess(took.total_seconds(), REFUSED_SECONDS_MAX)
        self.assertEqual([field.name for field in after.schema().fields][:3], list(self.columns))
        self.assertNotIn("s3.session-token", after.io.properties)
        with self.assertRaises(OSError):
            self.counts_in("licensed")
        told = self.explained()
        self.assertEqual(told["verdict"], "denied")
        self.assertIn(f"(agreement {self.agreement}) ended at ", told["summary"])
        self.assertNotIn("request", told)

        tomorrow = datetime.now(UTC) + timedelta(days=1)
        self.end("--at", tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ"))

        self.assertEqual(self.counts_in("licensed"), PLACES)
        self.assertEqual(read()[:4], b"PAR1")
        self.assertEqual(self.explained()["verdict"], "allowed")

    columns = ("day", "place", "count")

    def end(self, *words):
        return millrace(
            "agreement", "end", self.agreement, *words, "--profile", self.profile, "--json"
        )

    def explained(self):
        arn = self.session.client("sts").get_caller_identity()["Arn"]
        asked = (arn, f"{self.account}/traffic.licensed")
        return millrace("explain", *asked, "--profile", self.profile, "--json")

    def reading_by_vended_keys(self, name):
        """Reads a file of the table by the keys that came with it, as often as it is called."""
        table = self.table(name)
        properties = table.io.properties
        s3 = boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=properties["s3.access-key-id"],
            aws_secret_access_key=properties["s3.secret-access-key"],
            aws_session_token=properties["s3.session-token"],
        )
        file = next(iter(table.scan().plan_files())).file.file_path
        bucket, key = file.removeprefix("s3://").split("/", 1)
        return lambda: s3.get_object(Bucket=bucket, Key=key)["Body"].read()


if __name__ == "__main__":
    unittest.main()
