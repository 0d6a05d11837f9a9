"""The rules of an account as a file: exported, planned and applied by the platform's command."""

import json
import os
import pty
import re
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from botocore.exceptions import ClientError
from case import Case

CHANGES = 2


class Rules(Case):
    def setUp(self):
        super().setUp()
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def millrace(self, *words, account=None):
        """The command's exit code and what it printed on both outputs."""
        profile = (account or self.G).profile
        command = [os.environ["MILLRACE"], *words, "--profile", profile]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def done(self, *words):
        code, out, err = self.millrace(*words)
        self.assertEqual(code, 0, err)
        return out

    def file(self, text, name="rules.yaml"):
        path = self.place / name
        path.write_text(text)
        return str(path)

    def grants(self, resource, *more):
        return "\n".join(
            [
                "grants:",
                f"  - principal: {self.analyst.arn}",
                f"    resource: {resource}",
                "    permissions: [SELECT]",
                *more,
            ]
        )

    def test_given_rules_when_their_export_is_planned_then_nothing_is_to_do(self):
        self.grant(self.analyst, self.tables_by(domain="market"), "SELECT")
        self.granted_filter(self.analyst, "us", ["sym", "trader_id"], "trader_id = 'us'")
        self.grant(self.C, self.table(), "SELECT", wgo=["SELECT"])
        text = self.done("export")
        path = self.file(text)

        code, out, err = self.millrace("plan", path, "--detailed-exitcode")

        self.assertEqual((code, out), (0, "nothing to do: the rules are as the file says\n"), err)
        self.assertIn("resource: {database: mkt, table: trades, filter: us}", text)
        self.assertEqual(self.done("export"), text)
        document = json.loads(self.done("export", "--json"))
        self.assertEqual(list(document["tags"]), ["domain", "region", "sens"])
        self.assertEqual(document["shares"][0]["principal"], self.C.id)

    def test_given_a_kept_plan_when_applied_then_once_and_only_as_it_was_seen(self):
        path, kept = self.file(self.grants("{database: mkt, table: trades}")), self.place / "plan"

        code, out, err = self.millrace("plan", path, "--detailed-exitcode", "--out", str(kept))

        self.assertEqual(code, CHANGES, err)
        self.assertIn(f"+ SELECT on mkt.trades to {self.analyst.arn}\n", out)
        self.assertIn("gains SELECT, DESCRIBE, columns sym, px, qty", out)
        self.reads_nothing(self.analyst)
        changed = json.loads(kept.read_text())
        changed["document"]["grants"][0]["principal"] = self.intern.arn
        other = self.file(json.dumps(changed), "other.json")
        code, out, err = self.millrace("apply", "--plan", other)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("plan again", err)
        self.assertIn("1 step is done", self.done("apply", "--plan", str(kept)))
        self.reads(self.analyst)
        code, _, err = self.millrace("apply", "--plan", str(kept))
        self.assertEqual(code, 1)
        self.assertIn("plan again", err)

    def test_given_a_mistake_when_planned_then_its_line_is_told(self):
        text = self.grants("{database: mkt, table: trades}").replace("[SELECT]", "[SELCT]")
        for mistaken, what in [
            (text, 'line 4: grants[0].permissions[0]: "SELCT" is no permission'),
            (f"account: 1\n{text}", "line 1: account: these are rules of account"),
            ("grants: &all []\nshares: *all\n", "line 2: an alias stands here"),
            ("grants: []\ngrants: []\n", "line 2: Map keys must be unique"),
            ("grants:\n  - [", "line "),
            ("a" * 2_000_000, "line 1: rules are sections by name"),
        ]:
            with self.subTest(what):
                code, _, err = self.millrace("plan", self.file(mistaken))
                self.assertEqual(code, 1)
                self.assertIn(what, err)

    def test_given_nobody_to_ask_when_applied_without_yes_then_nothing_is_done(self):
        path = self.file(self.grants("{database: mkt, table: trades}"))

        code, _, err = self.millrace("apply", path)

        self.assertEqual(code, 1)
        self.assertIn("--yes", err)
        self.reads_nothing(self.analyst)

    def test_given_somebody_to_ask_when_applied_then_only_yes_is_taken(self):
        path = self.file(self.grants("{database: mkt, table: trades}"))

        self.assertIn("nothing was done", self.asked("y", "apply", path))
        self.reads_nothing(self.analyst)
        self.assertIn("1 step is done", self.asked("yes", "apply", path))
        self.reads(self.analyst)

    def asked(self, answer, *words):
        """What a command printed that asked at a terminal."""
        ours, theirs = pty.openpty()
        command = [os.environ["MILLRACE"], *words, "--profile", self.G.profile]
        os.write(ours, f"{answer}\n".encode())
        done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=60)
        os.close(theirs)
        os.close(ours)
        self.assertIn(f"+ SELECT on mkt.trades to {self.analyst.arn}", done.stderr)
        return done.stdout + done.stderr

    def test_given_the_example_of_the_manual_when_planned_then_it_is_well_formed(self):
        manual = Path(os.environ["MILLRACE"]).resolve().parent / "docs/grants-as-code.md"
        [example] = re.findall(r"^```yaml\n(.*?)^```", manual.read_text(), re.MULTILINE | re.DOTALL)
        ours = example.replace("111111111111", self.G.id).replace("222222222222", self.C.id)

        code, _, err = self.millrace("plan", self.file(ours))

        self.assertEqual(code, 1)
        self.assertRegex(err, r"step \d+, .* is refused: .*mobility")

    def test_given_one_step_that_is_refused_when_applied_then_none_is_done(self):
        more = [f"  - principal: {self.intern.arn}", "    resource: {database: mkt, table: orders}"]
        more.append("    permissions: [SELECT]")
        path = self.file(self.grants("{database: mkt, table: trades}", *more))

        code, _, err = self.millrace("apply", path, "--yes")

        self.assertEqual(code, 1)
        self.assertIn("Entity Not Found: mkt.orders", err)
        self.reads_nothing(self.analyst)

    def test_given_who_does_not_administer_when_they_export_or_plan_then_they_are_refused(self):
        path = self.file("grants: []\n")
        self.C.put_settings()
        self.C.admin.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": []})
        self.addCleanup(self.C.put_settings)

        for words in (("export",), ("plan", path), ("apply", path, "--yes")):
            code, out, err = self.millrace(*words, account=self.C)
            self.assertEqual((code, out), (1, ""))
            self.assertIn("data lake administrator", err)

    def test_given_a_reader_when_a_grant_gives_way_to_one_by_tags_then_never_a_refusal(self):
        named = self.file(self.grants("{database: mkt, table: trades}"), "named.yaml")
        tagged = self.file(self.grants("{tablesWith: {domain: [market]}}"), "tagged.yaml")
        self.done("apply", named, "--yes")
        refusals, reads, ended = [], [], threading.Event()

        def poll():
            while not ended.is_set():
                try:
                    reads.append(len(self.seen(self.analyst)))
                    self.analyst.catalog(self.G.id).load_table(("mkt", "trades"))
                except Exception as refusal:
                    refusals.append(refusal)

        poller = threading.Thread(target=poll)
        poller.start()
        try:
            for path in (tagged, named, tagged, named, tagged):
                self.done("apply", path, "--yes")
        finally:
            ended.set()
            poller.join()

        self.assertEqual(refusals, [])
        self.assertGreater(len(reads), 5)
        self.assertEqual(set(reads), {6})
        self.done("apply", self.file("grants: []\n"), "--yes")
        with self.assertRaises(ClientError):
            self.seen(self.analyst)


if __name__ == "__main__":
    unittest.main()
