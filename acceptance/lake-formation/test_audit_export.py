"""An account's audit goes to S3, and is read and proved without the platform."""

import gzip
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest
import uuid

import duckdb
import pandas
from mesh import Account
from millrace_command import millrace

DONE_SECONDS_MAX = 60
COLUMNS = {"accountId", "sequence", "at", "actor", "principal", "action", "resource"}
COLUMNS |= {"decision", "detail", "previousHash", "hash"}


class AuditExport(unittest.TestCase):
    def setUp(self):
        self.desk = Account("export")
        self.s3 = self.desk.admin.client("s3")
        self.bucket = f"audit-{uuid.uuid4().hex[:8]}"
        self.s3.create_bucket(Bucket=self.bucket)
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def export(self, place, *words):
        asked = ("audit", "export", place, "--profile", self.desk.profile, *words, "--json")
        made = millrace(*asked)
        deadline = time.monotonic() + DONE_SECONDS_MAX
        while True:
            listed = millrace("audit", "exports", "--profile", self.desk.profile, "--json")
            (one,) = [one for one in listed if one["id"] == made["id"]]
            if one["state"] != "running":
                return one
            if time.monotonic() > deadline:
                raise TimeoutError(one)
            time.sleep(0.2)

    def objects(self, prefix, bucket=None):
        listed = self.s3.list_objects_v2(Bucket=bucket or self.bucket, Prefix=prefix)
        return [one["Key"] for one in listed.get("Contents", [])]

    def fetched(self, prefix):
        """Paths of the files that were exported, on this host."""
        paths = []
        for key in self.objects(prefix):
            path = pathlib.Path(self.directory.name, key.replace("/", "_"))
            path.write_bytes(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())
            paths.append(str(path))
        return paths

    def verify(self, *paths):
        words = [os.environ["MILLRACE"], "audit", "verify", "--file", *paths, "--json"]
        environment = {**os.environ, "MILLRACE_HOME": "/nowhere"}
        environment.pop("AWS_PROFILE", None)
        return subprocess.run(words, capture_output=True, text=True, env=environment)

    def test_json_lines_are_read_by_pandas_and_proved_by_themselves(self):
        done = self.export(f"s3://{self.bucket}/kept", "--format", "jsonl")
        self.assertEqual((done["state"], done["firstSequence"]), ("done", 1), done)
        (path, *_) = paths = self.fetched("kept/")
        day = time.strftime("%Y-%m-%d", time.gmtime())
        self.assertIn(f"kept/account={self.desk.id}/day={day}/000000000001-", self.objects("")[0])
        self.assertEqual(len(paths), done["files"])
        read = pandas.concat(pandas.read_json(one, lines=True, dtype=False) for one in paths)
        self.assertEqual(set(read.columns), COLUMNS)
        self.assertEqual(len(read), done["lastSequence"])
        self.assertIn("storage.bucket-created", set(read["action"]))

        proved = self.verify(*paths)

        self.assertEqual(proved.returncode, 0, proved.stderr)
        (piece,) = json.loads(proved.stdout)
        self.assertEqual((piece["first"], piece["last"]), (1, done["lastSequence"]))
        lines = gzip.decompress(pathlib.Path(path).read_bytes()).decode().splitlines()
        for changed, names in (
            ([line.replace("bucket-created", "bucket-deleted") for line in lines], "altered"),
            (lines[:1] + lines[2:], "record 2: it is missing"),
            ([lines[1], lines[0], *lines[2:]], "record"),
        ):
            tampered = pathlib.Path(self.directory.name, "tampered.jsonl")
            tampered.write_text("\n".join(changed))
            found = self.verify(str(tampered))
            self.assertNotEqual(found.returncode, 0)
            self.assertIn(names, found.stderr)

    def test_parquet_is_read_by_duckdb_for_a_period(self):
        done = self.export(f"s3://{self.bucket}", "--from", "2020-01-01T00:00:00Z")
        self.assertEqual((done["state"], done["format"]), ("done", "parquet"), done)
        paths = self.fetched("account=")
        query = 'SELECT count(*), max(sequence), min(typeof("at")) FROM read_parquet(?)'
        rows = duckdb.execute(query, [paths]).fetchone()
        self.assertEqual(rows, (done["lastSequence"], done["lastSequence"], "TIMESTAMP"))
        made = "SELECT detail->>'$.name' FROM read_parquet(?) WHERE sequence = 1"
        self.assertTrue(duckdb.execute(made, [paths]).fetchone()[0].startswith("export-"))

    def test_what_may_not_be_written_is_said_and_nothing_is_there(self):
        other = Account("others")
        theirs = f"audit-{uuid.uuid4().hex[:8]}"
        other.admin.client("s3").create_bucket(Bucket=theirs)
        for place in (f"s3://{theirs}/x", f"s3://absent-{uuid.uuid4().hex[:8]}/x"):
            failed = self.export(place)
            self.assertEqual((failed["state"], failed["written"]), ("failed", 0), failed)
            self.assertTrue(failed["reason"])
        listed = other.admin.client("s3").list_objects_v2(Bucket=theirs)
        self.assertEqual(listed["KeyCount"], 0)

    def test_who_reads_no_audit_exports_none(self):
        other = Account("curious")
        asked = ("audit", "export", f"s3://{self.bucket}/x", "--account", self.desk.id)
        for words, says in (
            ((*asked, "--profile", other.profile), "administrator"),
            (("audit", "export", "not-a-place", "--profile", self.desk.profile), "s3://"),
            ((*asked, "--profile", self.desk.profile, "--to", "2001-01-01T00:00:00Z"), "no record"),
        ):
            done = subprocess.run([os.environ["MILLRACE"], *words], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)
        self.assertEqual(self.objects("x"), [])


if __name__ == "__main__":
    unittest.main()
