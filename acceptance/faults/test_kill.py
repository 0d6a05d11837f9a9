"""
Parts of the platform are killed while people write. After the next start everything acknowledged
is there, and whatever was left of before is adopted or ended. Runs on the platform's own host.
"""

import pathlib
import random
import sys
import unittest

import boto3
import host
from reader import Reader
from soak import soak
from writers import Writers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "livy"))

from livy_case import Livy  # noqa: E402

SLOW = "import time\ntime.sleep(20)\n6 * 7"
# Ends when no server answers any more, so that nobody is there to hear of it.
UNTIL_NO_SERVER = f"""
import time, urllib.request
def answers():
    try:
        return urllib.request.urlopen({host.URL!r}, timeout=1)
    except OSError:
        return None
while answers():
    time.sleep(0.05)
6 * 7"""


class Kill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.writers = Writers()
        cls.livy = Livy()

    @classmethod
    def tearDownClass(cls):
        host.stop()

    def accounts(self):
        found = host.millrace("account", "list")
        return sorted(one["id"] for one in found["items"])

    def started(self):
        """A start that has got to its end screen; it stays, as `npm start` does."""
        process = host.start()
        said = ""
        for line in process.stdout:
            said += line.decode()
            if "stop " in said or "already" in said:
                return process, said
        self.fail(f"npm start ended with {process.wait()}: {said}")

    def run_slowly(self, code=SLOW):
        session = self.livy.open()
        path = f"/sessions/{session}/statements"
        _, statement = self.livy.ask("POST", path, {"code": code})
        self.livy.until(f"{path}/{statement['id']}", ("running",))
        return session, f"{path}/{statement['id']}"

    def kill_while_writing(self, *pids):
        before = host.server()["pid"]
        with self.writers:
            self.writers.until_all_wrote()
            host.kill(*pids)
            starting = self.started()[0] if len(pids) > 1 else None
            host.until_new_server(before)
            self.writers.until_all_wrote()
        return starting

    def test_1_server(self):
        session, statement = self.run_slowly(UNTIL_NO_SERVER)
        before = host.processes_below(host.server()["startPid"])
        postmaster = host.postmaster()

        self.kill_while_writing(host.server()["pid"])

        self.all_there()
        output = self.livy.until(statement, ("available", "error"))["output"]
        self.assertEqual(output["data"], {"text/plain": "42"})
        self.assertEqual(self.livy.text(session, "1 + 1"), "2")
        self.livy.close(session)
        self.assertEqual(host.postmaster(), postmaster)
        self.assertIn(host.server()["startPid"], host.alive(before))
        self.do_nothing_twice()

    def all_there(self):
        reader = Reader(self.writers)
        self.assertEqual((reader.lost(), reader.halves), ([], []))

    def do_nothing_twice(self):
        pid, accounts = host.server()["pid"], self.accounts()
        process, said = self.started()
        self.assertEqual((process.wait(), said.count("already running")), (0, 1), said)
        self.assertEqual((host.server()["pid"], self.accounts()), (pid, accounts))

    def test_2_everything(self):
        session, statement = self.run_slowly()
        server = host.server()["pid"]
        whole = host.starters(server)
        before = host.processes_below(whole[-1])

        self.kill_while_writing(*reversed(whole), server)

        self.all_there()
        self.assertEqual(self.livy.ask("GET", f"/sessions/{session}")[1].get("state"), "dead")
        self.assertEqual(self.livy.ask("GET", statement)[1]["state"], "cancelled")
        self.livy.close(self.livy.open())
        self.only_postgres_outlived(before)
        self.do_nothing_twice()

    def only_postgres_outlived(self, before):
        below = host.processes_below(host.postmaster())
        host.until(lambda: not set(host.alive(before)) - set(below), "something is left behind")

    def test_3_start_alone(self):
        server = host.server()["pid"]
        whole = host.starters(server)
        before = host.processes_below(whole[-1])

        host.kill(*reversed(whole[1:]))
        starting, _ = self.started()

        host.until_new_server(server)
        self.only_postgres_outlived(before)
        self.assertIn(starting.pid, host.starters(host.server()["pid"]))
        self.all_there()
        self.do_nothing_twice()

    def test_4_keeper_alone(self):
        server = host.server()["pid"]
        whole = host.starters(server)
        before = host.processes_below(whole[-1])

        host.kill(whole[0])
        host.until(lambda: not host.stat(server), "the server goes on without its keeper")
        self.started()

        host.until_new_server(server)
        self.only_postgres_outlived(before)
        self.all_there()

    def test_5_postgres(self):
        session, statement = self.run_slowly()
        server, killed = host.server()["pid"], host.postmaster()
        with self.writers:
            self.writers.until_all_wrote()
            host.kill(killed)
            self.writers.until_all_wrote()
            host.until(lambda: host.postmaster() != killed, "PostgreSQL is not started again")
            self.writers.until_all_wrote()

        self.all_there()
        self.assertEqual(host.server()["pid"], server, "the server was started anew")
        output = self.livy.until(statement, ("available", "error"))["output"]
        self.assertEqual(output["data"], {"text/plain": "42"})
        self.livy.close(session)
        self.audited(f"late-{self.writers.mark}")

    def test_6_again_and_again(self):
        soak(self.writers, kills=4, seed=self.random_seed())

        self.all_there()

    def random_seed(self):
        seed = random.randrange(2**32)
        print(f"seed {seed}", file=sys.stderr)
        return seed

    def audited(self, name):
        """Jobs go on as well: what is done now is chained."""
        boto3.client("iam").create_user(UserName=name)
        me = boto3.client("sts").get_caller_identity()["Arn"]
        settings = {"DataLakeAdmins": [{"DataLakePrincipalIdentifier": me}]}
        boto3.client("lakeformation").put_data_lake_settings(DataLakeSettings=settings)

        def chained():
            listed = host.millrace("audit", "list", "--limit", "50")
            return any(name in one["resource"] for one in listed)

        host.until(chained, "the audit is not chained any more")


if __name__ == "__main__":
    unittest.main()
