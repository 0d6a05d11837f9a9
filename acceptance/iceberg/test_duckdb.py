"""DuckDB's own Iceberg extension against the REST catalog: the past, and databases in databases."""

import platform
import time
import unittest
import uuid
from datetime import UTC, datetime

import pyarrow as pa
from duckdb_lake import attached
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog

DELAYS = pa.table({"delay": pa.array([7], pa.int64())})


def moment(milliseconds):
    instant = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return instant.isoformat(timespec="milliseconds")


@unittest.skipUnless(platform.machine() == "x86_64", "its wheels are of x86_64")
class DuckDb(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("duckdb")
        environment = millrace("env", cls.profile, "--shell", "json")
        uri = environment["PYICEBERG_CATALOG__LAKE__URI"]
        credential = environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"]
        options = {"type": "rest", "uri": uri, "warehouse": cls.account}
        catalog = load_catalog(f"lake-{uuid.uuid4().hex}", **options, credential=credential)
        for namespace in ("mobility", ("mobility", "inner")):
            catalog.create_namespace(namespace)
        table = catalog.create_table(("mobility", "flights"), DELAYS.schema)
        for _ in range(3):
            table.append(DELAYS)
            time.sleep(0.01)
        cls.past = [(entry.snapshot_id, entry.timestamp_ms) for entry in table.history()]
        catalog.create_table(("mobility", "inner", "hourly"), DELAYS.schema).append(DELAYS)
        cls.duck = attached(cls.account, uri, credential)

    def count(self, table):
        return self.duck.sql(f"SELECT count(*) FROM lake.{table}").fetchone()[0]

    def at(self, milliseconds):
        instant = moment(milliseconds)
        return f"mobility.flights AT (TIMESTAMP => TIMESTAMPTZ '{instant}')"

    def test_given_each_snapshot_when_read_then_it_is_as_it_was(self):
        for rows, (snapshot, _) in enumerate(self.past, start=1):
            self.assertEqual(self.count(f"mobility.flights AT (VERSION => {snapshot})"), rows)

    def test_given_each_moment_when_read_then_what_was_committed_by_then_is_there(self):
        for rows, (_, committed) in enumerate(self.past, start=1):
            self.assertEqual(self.count(self.at(committed)), rows)
            self.assertEqual(self.count(self.at(committed - 1)), rows - 1)

    def test_given_the_availability_clock_when_asked_then_its_words_read_that_state(self):
        _, committed = self.past[1]
        instant = moment(committed)
        name = f"{self.account}/mobility.flights"
        found = millrace("dataset", "as-of", name, instant, "--profile", self.profile, "--json")

        self.assertEqual(found["snapshotId"], str(self.past[1][0]))
        rows = self.duck.sql(f"SELECT count(*) FROM ({found['duckdb']})").fetchone()
        self.assertEqual(rows, (2,))

    def test_given_a_database_in_another_when_read_then_its_name_has_a_dot(self):
        self.assertEqual(self.count('"mobility.inner".hourly'), 1)
