"""Files from each kind of server, past lost connections and changed keys."""

import json
import uuid

import boto3
from far_side import Cutter, FtpCutter
from feed_case import FeedCase, counts
from millrace_command import make_account

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

    def test_given_a_role_of_the_vendor_when_fetched_then_the_external_id_opens_it(self):
        account, profile = make_account("theirs")
        theirs = boto3.Session(profile_name=profile)
        bucket = f"vendor-{uuid.uuid4().hex[:12]}"
        s3 = theirs.client("s3")
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key=f"out/counts-{DAY}.csv", Body=counts(DAY, 1, 2).encode())
        s3.put_object(Bucket=bucket, Key=f"out/counts-{DAY}.csv.ready", Body=b"")
        self.make_reader(theirs.client("iam"), bucket)
        role = {"arn": f"arn:aws:iam::{account}:role/reads", "externalId": "for-us-alone"}
        connection = {
            "method": "s3",
            "bucket": bucket,
            "endpoint": self.url,
            "region": "us-east-1",
            "accessKeyId": self.keys.access_key,
            "role": {**role, "endpoint": self.url},
        }
        tried = {"vendorId": self.vendor_id, "directory": "out"}
        tried["secret"] = {"password": self.keys.secret_key}

        other = {**connection, "role": {**connection["role"], "externalId": "guessed"}}
        refused = self.ask("POST", "/connections/try", {**tried, "connection": other})
        feed = self.feed("by_role", connection, "out", password=self.keys.secret_key)
        self.delivery(feed, DAY)

        self.assertEqual(refused["problem"]["kind"], "login-refused")
        self.assertEqual(self.counts_in("by_role"), [(DAY, "p0", 1), (DAY, "p1", 2)])

    def make_reader(self, iam, bucket):
        """A role that who asks for this platform may assume, by an id that they agreed on."""
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        trust["Principal"] = {"AWS": f"arn:aws:iam::{self.account}:root"}
        trust["Condition"] = {"StringEquals": {"sts:ExternalId": "for-us-alone"}}
        may = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"]}
        may["Resource"] = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam.create_role(RoleName="reads", AssumeRolePolicyDocument=document)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
        iam.put_role_policy(RoleName="reads", PolicyName="own", PolicyDocument=policy)
