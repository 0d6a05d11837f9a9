"""The tutorials that need no demo."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import uuid

from tutorial import ROOT, TutorialCase, blocks_of

EMPTY = "npm start -- --empty"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def account(name):
    """An account of that name may be there already: this one is of this test alone."""
    own = f"{name}-{uuid.uuid4().hex[:8]}"
    return {f"account create {name} ": f"account create {own} ", f"env {name}-": f"env {own}-"}


def measured(path):
    sections = json.loads(path.read_text())["sections"]
    return [metric["id"] for section in sections for metric in section["metrics"]]


class Tutorials(TutorialCase):
    def test_given_a_table_from_nothing_when_typed_then_a_column_is_hidden(self):
        start, *blocks = blocks_of("governed-table")
        self.assertEqual(start, f"{EMPTY}\n")
        shell, said = self.shell(), ""
        for block in blocks:
            pair = ":".join(said.split()[-2:])
            for word, other in {**account("desk"), "KEY:SECRET": pair}.items():
                block = block.replace(word, other)
            said = shell.type(block)

        self.assertIn("day: string", said)
        self.assertIn("size: int64", said)
        self.assertNotIn("desk", said)

    def test_given_a_producer_when_typed_then_a_resent_file_is_a_dataset_with_tags(self):
        start, *blocks = blocks_of("data-producer")
        self.assertEqual(start, f"MILLRACE_INTERNAL_HOSTS=127.0.0.1 {EMPTY}\n")

        said = self.type_all(blocks, account("traffic"))

        self.assertIn("2026-03-03  quarantined", said)
        self.assertIn('"cars":-5', said)
        self.assertRegex(said, r"2026-03-03  loaded +2 +2")
        self.assertIn("key domain, value mobility", said)
        self.assertIn("City counters", said)

    def test_given_a_script_when_typed_then_it_runs_as_job_step_and_batch(self):
        said = self.type_all(blocks_of("scripts"), account("jobs"))

        self.assertIn("SUCCESS", said)
        self.assertIn("count\tCOMPLETED", said)
        self.assertIn('{"msg":"deleted"}', said)

    def test_given_a_trial_of_a_file_when_typed_then_it_is_reported_and_decided(self):
        said = self.type_all(blocks_of("trial")[1:], account("quants"))

        self.assertRegex(said, r"H1 +passed +History depth +1\.")
        self.assertRegex(said, r"S1 +not-computable +Rank IC +not computable: a table of prices")
        self.assertRegex(said, r"S6 +noted +Trials tried +2 tried")
        self.assertRegex(said, r"R4 +failed +Licence terms +signed by Ana; open: entities")
        self.assertRegex(said, r"kind database, state there, name trial_[0-9a-z]{10}")
        self.assertRegex(said, r"kind role, state gone")
        self.assertTrue((self.folder / "report.pdf").read_bytes().startswith(b"%PDF-"))
        self.assertEqual(len(measured(self.folder / "report.json")), 57)

    def test_given_a_pipeline_author_when_typed_then_new_data_is_made_by_itself(self):
        said = self.type_all(blocks_of("pipeline-author"), account("sales"))

        self.assertIn('check "no negative total" passed', said)
        self.assertIn("[2026-03-02, 30]", said)
        self.assertIn("[2026-03-04, 7]", said)
        self.assertIn("every day 08:00 Europe/Berlin", said)


class Operator(TutorialCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="operator-")
        self.addCleanup(folder.cleanup)
        self.place = pathlib.Path(folder.name)
        home = self.place / "home"
        home.mkdir(mode=0o700)
        engine = pathlib.Path(os.environ["MILLRACE_HOME"], "engine").resolve()
        (home / "engine").symlink_to(engine)
        for each in (home, self.place / "restored"):
            self.addCleanup(self.stop, each)

    def stop(self, home):
        environment = {**os.environ, "MILLRACE_HOME": str(home)}
        subprocess.run([ROOT / "millrace", "stop"], env=environment, capture_output=True)

    def test_given_an_operator_when_typed_then_a_restored_home_knows_its_accounts(self):
        shell, port = self.shell(ROOT), str(free_port())
        own = [
            block.replace("/srv/millrace", str(self.place)).replace("8470", port)
            for block in blocks_of("operator")
        ]

        said = [shell.type(block) for block in own]

        self.assertIn("a key was seen in a public repository", "".join(said))
        self.assertIn(":user/admin", said[-2])
        self.assertIn("name desk", said[-2])
