"""A vendor's files from wrong header to restated day, as its readers see them."""

from datetime import datetime

from feed_case import FeedCase, counts
from spark_session import Spark

DAY, NEXT = "2026-03-02", "2026-03-03"


class Vintages(FeedCase):
    def test_given_a_wrong_header_when_resent_right_then_both_states_can_be_read(self):
        feed = self.feed("resent", self.sftp(), "resent")
        name = f"counts-{DAY}.csv"
        self.vendor.deliver("sftp/resent", name, counts(DAY, 1, 2))
        first = self.delivery(feed, DAY)["vintages"][0]

        self.vendor.deliver("sftp/resent", name, counts(DAY, 3, 4, header="day,site,count"))
        held = self.delivery(feed, DAY, "quarantined", 2)
        [check] = [one for one in held["vintages"][0]["checks"] if one["outcome"] == "failed"]
        self.assertEqual(check["detail"], 'columns missing: "place"; not in the contract: "site"')
        [item] = self.ask("GET", "/quarantine")["items"]
        self.assertEqual((item["day"], item["state"]), (DAY, "open"))
        shown = self.ask("GET", f"/quarantine/{item['id']}")
        samples = [(one["file"], one["line"], one["content"]) for one in shown["samples"]]
        self.assertEqual(samples, [(name, 1, "day,site,count")])
        self.assertEqual(self.counts_in("resent"), [(DAY, "p0", 1), (DAY, "p1", 2)])

        self.vendor.deliver("sftp/resent", name, counts(DAY, 3, 4))
        resent = self.delivery(feed, DAY, "loaded", 3)["vintages"]
        loaded = [one for one in resent if "availableAt" in one]
        self.assertEqual([one["number"] for one in loaded], [3, 1])
        self.assertEqual(self.counts_in("resent"), [(DAY, "p0", 3), (DAY, "p1", 4)])
        self.reads_as_before(first["availableAt"])

    def reads_as_before(self, instant):
        """DuckDB and Spark agree on what was there before the resend."""
        at = int(datetime.fromisoformat(instant).timestamp() * 1000)
        then = self.table("resent").snapshot_as_of_timestamp(at)
        self.assertEqual(
            self.counts_in("resent", then.snapshot_id), [(DAY, "p0", 1), (DAY, "p1", 2)]
        )
        with Spark(self.url, self.keys.access_key, self.keys.secret_key) as spark:
            sql = f"SELECT sum(count) FROM own.traffic.resent TIMESTAMP AS OF '{instant}'"
            self.assertEqual(spark.run(f'spark.sql("{sql}").first()[0]'), "3")
            now = "SELECT sum(count) FROM own.traffic.resent"
            self.assertEqual(spark.run(f'spark.sql("{now}").first()[0]'), "7")

    def test_given_no_ready_file_when_looked_at_then_the_file_is_left_alone(self):
        feed = self.feed("ready", self.sftp(), "ready")
        self.vendor.put("sftp/ready", f"counts-{DAY}.csv", "half a fi")
        self.vendor.deliver("sftp/ready", f"counts-{NEXT}.csv", counts(NEXT, 5))
        self.delivery(feed, NEXT)
        known = [one["slice"] for one in self.ask("GET", f"/feeds/{feed}/deliveries")["items"]]
        self.assertEqual(known, [NEXT])

        self.vendor.deliver("sftp/ready", f"counts-{DAY}.csv", counts(DAY, 4))
        self.delivery(feed, DAY)
        self.assertEqual(self.counts_in("ready"), [(DAY, "p0", 4), (NEXT, "p0", 5)])

    def test_given_the_same_bytes_when_sent_again_then_nothing_changes(self):
        feed = self.feed("same", self.sftp(), "same")
        self.vendor.deliver("sftp/same", f"counts-{DAY}.csv", counts(DAY, 1))
        self.delivery(feed, DAY)

        self.vendor.deliver("sftp/same", f"counts-{DAY}.csv", counts(DAY, 1))
        self.vendor.deliver("sftp/same", f"counts-{NEXT}.csv", counts(NEXT, 2))
        self.delivery(feed, NEXT)

        self.assertEqual(len(self.delivery(feed, DAY)["vintages"]), 1)
        self.assertEqual(len(self.table("same").snapshots()), 2)
