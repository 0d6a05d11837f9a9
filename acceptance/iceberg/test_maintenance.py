"""PyIceberg writes while the platform looks after the table: it never meets a conflict for it."""

import threading
import unittest
import uuid

import boto3
import pyarrow as pa
import requests
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog


def rows(*values):
    return pa.table({"delay": pa.array(values, pa.int64())})


class Maintenance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("maintenance")
        environment = millrace("env", cls.profile, "--shell", "json")
        session = boto3.Session(profile_name=environment["AWS_PROFILE"])
        url = session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        cls.path = f"{url}/api/v1/datasets/{cls.account}/mobility/flights/maintenance"
        token = millrace("token", cls.profile, "--json")["token"]
        cls.headers = {"Authorization": f"Bearer {token}"}
        cls.catalog = load_catalog(
            f"lake-{uuid.uuid4().hex}",
            type="rest",
            uri=environment["PYICEBERG_CATALOG__LAKE__URI"],
            warehouse=cls.account,
            credential=environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        )
        cls.catalog.create_namespace("mobility")

    def maintain_until(self, stopped):
        """One run after the other; answers how many files all of them have replaced."""
        replaced = 0
        while not stopped.is_set():
            run = requests.post(self.path, json={}, headers=self.headers, timeout=30).json()
            while run["state"] in ("queued", "running"):
                run = requests.get(self.path, headers=self.headers, timeout=30).json()["last"]
            self.assertEqual(run["state"], "done", run)
            counts = {one["task"]: one["counts"] for one in run["results"]}
            replaced += counts["compact"].get("filesRemoved", 0)
        return replaced

    def test_given_appends_and_deletes_when_maintained_meanwhile_then_none_fails(self):
        properties = {
            "commit.manifest.min-count-to-merge": "3",
            "history.expire.max-snapshot-age-ms": "0",
        }
        table = self.catalog.create_table(
            ("mobility", "flights"), rows(1).schema, properties=properties
        )
        stopped = threading.Event()
        replaced = []
        keeper = threading.Thread(target=lambda: replaced.append(self.maintain_until(stopped)))
        keeper.start()
        expected = []
        try:
            for value in range(40):
                table.append(rows(value))
                expected.append(value)
                if value % 10 == 9:
                    # Of the state that it loaded before: it is not refreshed.
                    table.delete(f"delay = {value - 5}")
                    expected.remove(value - 5)
        finally:
            stopped.set()
            keeper.join()
        found = self.catalog.load_table(("mobility", "flights"))
        self.assertEqual(sorted(found.scan().to_arrow()["delay"].to_pylist()), expected)
        self.assertGreater(replaced[0], 0)
