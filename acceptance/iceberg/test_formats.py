"""Tables of formats 1 and 3 are looked after: Spark, PyIceberg and DuckDB read what they read."""

import ast
import platform
import threading
import unittest
import uuid

import boto3
import pyarrow as pa
import requests
from duckdb_lake import attached
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog
from spark_session import Spark

ON_READ = "'write.delete.mode'='merge-on-read', 'write.update.mode'='merge-on-read'"
UPKEEP = "'commit.manifest.min-count-to-merge'='3', 'history.expire.max-snapshot-age-ms'='0'"
NAMES = "_row_id, _last_updated_sequence_number"


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("formats")
        environment = millrace("env", cls.profile, "--shell", "json")
        session = boto3.Session(profile_name=environment["AWS_PROFILE"])
        cls.url = session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        token = millrace("token", cls.profile, "--json")["token"]
        cls.headers = {"Authorization": f"Bearer {token}"}
        cls.uri = environment["PYICEBERG_CATALOG__LAKE__URI"]
        cls.credential = environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"]
        options = {"type": "rest", "uri": cls.uri, "warehouse": cls.account}
        name = f"lake-{uuid.uuid4().hex}"
        cls.catalog = load_catalog(name, **options, credential=cls.credential)
        cls.catalog.create_namespace("mobility")
        keys = session.get_credentials()
        cls.spark = Spark(cls.url, keys.access_key, keys.secret_key).__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.spark.__exit__()

    def sql(self, *texts):
        """The rows of the last one."""
        for text in texts:
            code = f"[tuple(row) for row in spark.sql({text!r}).collect()]"
            answer = self.spark.run(code)
            try:
                found = ast.literal_eval(answer)
            except (SyntaxError, ValueError):
                self.fail(f"{text}: {answer}")
        return found

    def create(self, name, version, columns="id BIGINT, note STRING", more=ON_READ):
        properties = f"'format-version'='{version}', {UPKEEP}, {more}"
        table = f"own.mobility.{name}"
        self.sql(f"CREATE TABLE {table} ({columns}) TBLPROPERTIES ({properties})")
        return table

    def insert(self, table, *firsts):
        for first in firsts:
            rows = f"SELECT id, concat('n', id) FROM range({first}, {first + 10})"
            self.sql(f"INSERT INTO {table} {rows}")

    def maintain(self, name):
        """What one run has done, by task."""
        path = f"{self.url}/api/v1/datasets/{self.account}/mobility/{name}/maintenance"
        run = requests.post(path, json={}, headers=self.headers, timeout=30).json()
        while run["state"] in ("queued", "running"):
            run = requests.get(path, headers=self.headers, timeout=30).json()["last"]
        self.assertEqual(run["state"], "done", run)
        return {one["task"]: one for one in run["results"]}

    def demand_read(self, name, rows):
        """PyIceberg and DuckDB read these ids, too."""
        ids = sorted(row[0] for row in rows)
        arrow = self.catalog.load_table(("mobility", name)).scan().to_arrow()
        self.assertEqual(sorted(arrow["id"].to_pylist()), ids)
        if platform.machine() != "x86_64":
            return  # The wheels of its extensions are of no other.
        duck = attached(self.account, self.uri, self.credential)
        found = duck.sql(f"SELECT id FROM lake.mobility.{name} ORDER BY 1").fetchall()
        self.assertEqual([row[0] for row in found], ids)

    def names(self, table):
        return self.sql(f"SELECT id, note, {NAMES} FROM {table} ORDER BY id")

    def test_given_format_3_when_maintained_then_every_row_keeps_its_id(self):
        table = self.create("three", 3)
        self.insert(table, *range(0, 60, 10))
        self.sql(
            f"DELETE FROM {table} WHERE id % 10 = 3",
            f"UPDATE {table} SET note = 'changed' WHERE id % 10 = 5",
            f"DELETE FROM {table} WHERE id = 7",
        )
        before = self.names(table)

        done = self.maintain("three")

        self.assertGreater(done["compact"]["counts"]["filesRemoved"], 5)
        self.assertEqual(self.names(table), before)
        self.assertEqual(self.sql(f"SELECT count(*) FROM {table}.files"), [(1,)])
        self.demand_read("three", before)
        self.insert(table, *range(60, 110, 10))
        self.sql(f"UPDATE {table} SET note = 'again' WHERE id = 25")
        more = self.names(table)
        self.assertEqual(
            [row for row in more if row[0] < 60 and row[0] != 25],
            [row for row in before if row[0] != 25],
        )
        self.assertEqual(len({row[2] for row in more}), len(more))
        self.maintain("three")
        self.assertEqual(self.names(table), more)
        self.demand_read("three", more)

    def test_given_format_1_when_maintained_then_it_stays_one(self):
        table = self.create("one", 1, more="'write.metadata.compression-codec'='none'")
        self.insert(table, *range(0, 60, 10))
        self.sql(f"DELETE FROM {table} WHERE id % 10 = 3")
        before = self.sql(f"SELECT * FROM {table} ORDER BY id")

        done = self.maintain("one")

        self.assertEqual(done["compact"]["counts"]["filesAdded"], 1)
        self.assertEqual(self.sql(f"SELECT * FROM {table} ORDER BY id"), before)
        self.demand_read("one", before)
        self.insert(table, 60)
        loaded = self.catalog.load_table(("mobility", "one"))
        self.assertEqual(loaded.metadata.format_version, 1)
        self.assertEqual(loaded.scan().to_arrow().num_rows, len(before) + 10)

    def test_given_an_upgraded_table_when_maintained_then_ids_are_given_once(self):
        table = self.create("raised", 2)
        self.insert(table, *range(0, 60, 10))
        self.sql(
            f"DELETE FROM {table} WHERE id % 10 = 3",
            f"ALTER TABLE {table} SET TBLPROPERTIES ('format-version'='3')",
        )
        before = self.sql(f"SELECT * FROM {table} ORDER BY id")

        self.maintain("raised")

        named = self.names(table)
        self.assertEqual([row[:2] for row in named], before)
        self.assertEqual(len({row[2] for row in named} - {None}), len(named))
        self.insert(table, *range(60, 110, 10))
        more = self.names(table)
        self.assertEqual(more[: len(named)], named)
        self.maintain("raised")
        self.assertEqual(self.names(table), more)
        self.demand_read("raised", more)

    def test_given_a_type_that_is_not_written_when_maintained_then_it_says_so(self):
        table = self.create("various", 3, columns="id BIGINT, what VARIANT")
        for number in range(6):
            self.sql(f"INSERT INTO {table} SELECT {number}, parse_json('{{\"n\": {number}}}')")
        ask = f"SELECT id, to_json(what), {NAMES} FROM {table} ORDER BY id"
        before = self.sql(ask)

        done = self.maintain("various")

        self.assertEqual(done["compact"]["state"], "skipped", done)
        self.assertIn("variant", done["compact"]["reason"])
        self.assertEqual(done["manifests"]["state"], "done", done)
        self.assertEqual(self.sql(ask), before)

    def maintained(self, name, write):
        """Calls `write` with the upkeep of the table going on, one run after the other."""
        stopped = threading.Event()
        removed = []

        def keep():
            while not stopped.is_set():
                removed.append(self.maintain(name)["compact"]["counts"].get("filesRemoved", 0))

        keeper = threading.Thread(target=keep)
        keeper.start()
        try:
            write()
        finally:
            stopped.set()
            keeper.join()
        self.assertGreater(sum(removed), 0)

    def test_given_a_writer_of_format_1_when_maintained_meanwhile_then_it_never_fails(self):
        self.create("raced1", 1, more="'write.delete.mode'='copy-on-write'")
        table = self.catalog.load_table(("mobility", "raced1"))
        expected = []

        def write():
            for value in range(24):
                table.append(pa.table({"id": [value], "note": ["n"]}))
                expected.append(value)
                if value % 8 == 7:
                    # Of the state that it loaded before: it is not refreshed.
                    table.delete(f"id = {value - 3}")
                    expected.remove(value - 3)

        self.maintained("raced1", write)

        rows = self.sql("SELECT id FROM own.mobility.raced1 ORDER BY id")
        self.assertEqual([row[0] for row in rows], expected)
        self.demand_read("raced1", rows)

    def test_given_a_writer_of_format_3_when_maintained_meanwhile_then_ids_are_apart(self):
        table = self.create("raced3", 3)

        def write():
            for value in range(20):
                self.sql(f"INSERT INTO {table} VALUES ({value}, 'n')")

        self.maintained("raced3", write)

        rows = self.names(table)
        self.assertEqual([row[0] for row in rows], list(range(20)))
        self.assertEqual(len({row[2] for row in rows} - {None}), 20)
        self.maintain("raced3")
        self.assertEqual(self.names(table), rows)
        self.demand_read("raced3", rows)
