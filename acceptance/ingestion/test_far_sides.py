"""Files from each kind of server, past lost connections and changed keys."""

import uuid

from far_side import Cutter, FtpCutter
from feed_case import FeedCase, counts

DAY = "2026-03-02"
# Some 3 MB: no connection that is cut at half of one brings it whole.
MANY = counts(DAY, *range(200_000))
HALF = len(MANY) // 2


class FarSides(FeedCase):
    def whole(self, name, feed):
        """All rows came, each one once."""
        loaded = self.delivery(feed, DAY)
        self.assertEqual(len(loaded["vintages"]), 1)
        self.assertEqual(loaded["vintages"][0]["rowCount"], 200_000)
        duckdb = self.table(name).scan().to_duckdb("t")
        found = duckdb.sql('SELECT count(*), count(DISTINCT place), sum("count") FROM t').fetchone()
        self.assertEqual(found, (200_000, 200_000, sum(range(200_000))))

    def test_given_another_host_key_when_looked_at_then_it_is_refused(self):
        other = "SHA256:" + "A" * 43
        self.vendor.deliver("sftp/key", f"counts-{DAY}.csv", counts(DAY, 1))
        feed = self.feed("key", self.sftp(hostKeySha256=other), "key")

        def refused():
            [one] = [one for one in self.ask("GET", "/feeds")["items"] if one["id"] == feed]
            return one.get("lastError")

        error = self.until("the refusal", refused)
        self.assertIn("host key", error)
        self.assertIn(self.vendor.facts["sftp"]["hostKeySha256"], error)
        self.assertEqual(self.ask("GET", f"/feeds/{feed}/deliveries")["items"], [])

    def test_given_sftp_when_connections_break_then_the_file_is_whole(self):
        self.vendor.deliver("sftp/cut", f"counts-{DAY}.csv", MANY)
        cutter = Cutter(self.vendor.facts["sftp"]["port"], [HALF, HALF])
        self.addCleanup(cutter.stop)
        self.whole("sftp_cut", self.feed("sftp_cut", self.sftp(port=cutter.port), "cut"))
        self.assertGreaterEqual(cutter.broken, 1)

    def test_given_ftp_when_connections_break_then_the_file_is_whole(self):
        facts = self.vendor.facts["ftp"]
        self.vendor.deliver("ftp/cut", f"counts-{DAY}.csv", MANY)
        cutter = FtpCutter(facts["port"], HALF, 2)
        self.addCleanup(cutter.stop)
        connection = {"method": "ftp", "host": facts["host"], "port": cutter.port}
        feed = self.feed("ftp_cut", {**connection, "user": facts["user"]}, "cut")
        self.whole("ftp_cut", feed)
        self.assertGreaterEqual(cutter.broken, 1)

    def test_given_https_when_fetched_then_the_file_is_whole(self):
        facts = self.vendor.facts["https"]
        self.vendor.deliver("https/day", f"counts-{DAY}.csv", MANY)
        connection = {key: facts[key] for key in ("url", "user", "authorityPem")}
        self.whole("https", self.feed("https", {"method": "https", **connection}, "day"))

    def test_given_a_bucket_when_fetched_then_the_file_is_whole(self):
        bucket = f"vendor-{uuid.uuid4().hex[:12]}"
        s3 = self.session.client("s3")
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key=f"out/counts-{DAY}.csv", Body=MANY.encode())
        s3.put_object(Bucket=bucket, Key=f"out/counts-{DAY}.csv.ready", Body=b"")
        connection = {
            "method": "s3",
            "bucket": bucket,
            "endpoint": self.url,
            "region": "us-east-1",
            "accessKeyId": self.keys.access_key,
        }
        feed = self.feed("bucket", connection, "out", password=self.keys.secret_key)
        self.whole("bucket", feed)
