"""A feed as a file: told, changed, planned, applied again, by the platform's own command."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from feed_case import FeedCase, counts

DAY, NEXT = "2026-03-02", "2026-03-03"


class FeedChanges(FeedCase):
    def run_command(self, *words):
        """Exit code and both outputs."""
        environment = {**os.environ, "AWS_PROFILE": self.profile}
        command = [os.environ["MILLRACE"], *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def told(self, *words):
        code, out, err = self.run_command(*words)
        self.assertEqual(code, 0, err)
        return out

    def test_given_a_kept_back_day_when_the_file_is_mended_then_it_is_loaded_by_it(self):
        feed = self.feed("edited", self.sftp(), "edited")
        self.vendor.deliver("sftp/edited", f"counts-{DAY}.csv", counts(DAY, 1))
        self.delivery(feed, DAY)
        wide = "day,place,count,lane"
        body = f"{wide}\n{NEXT},p0,2,left\n{NEXT},p1,many,right\n"
        self.vendor.deliver("sftp/edited", f"counts-{NEXT}.csv", body)
        self.delivery(feed, NEXT, "quarantined")

        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "edited.yaml"
            text = self.told("feed", "get", "edited")
            self.assertNotIn(self.vendor.facts["sftp"]["password"], text)
            column = "  columns:\n    - { name: lane, type: string }\n"
            mended = text.replace("rejectedRowsMax: 0", "rejectedRowsMax: 1")
            path.write_text(mended.replace("  columns:\n", column))
            plan = self.told("feed", "plan", str(path))
            self.assertIn('column "lane"', plan)
            self.assertIn("judged once more", plan)
            stale = Path(directory) / "stale.yaml"
            stale.write_text(text.replace("pollSeconds: 1", "pollSeconds: 9"))

            self.told("feed", "apply", str(path), "--yes")
            again = json.loads(self.told("feed", "apply", str(path), "--yes", "--json"))
            code, _, refused = self.run_command("feed", "apply", str(stale), "--yes")

            self.assertEqual(again["changes"], [])
            self.assertIn("version: 2", path.read_text())
            self.assertEqual(code, 1)
            self.assertIn("version 2 by now", refused)
        [first, mended] = [self.delivery(feed, day)["vintages"][0] for day in (DAY, NEXT)]
        self.assertEqual([first["feedVersion"], mended["feedVersion"]], [1, 2])
        rows = self.table("edited").scan().to_duckdb("t")
        sql = 'SELECT place, lane FROM t ORDER BY "day"'
        self.assertEqual(rows.sql(sql).fetchall(), [("p0", None), ("p0", "left")])
        versions = json.loads(self.told("feed", "versions", "edited", "--json"))
        self.assertEqual([one["version"] for one in versions], [2, 1])
