"""Parquet that other programs wrote becomes a table where it lies, and every engine reads it."""

import ast
import io
import json
import tempfile
import time
import unittest
import uuid

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog
from spark_session import Spark

CARRIERS = ("AA", "U/A")
SECONDS_MAX = 60


def day_of(first, carrier):
    """Ten flights of one carrier, as pyarrow writes them by itself."""
    return pa.table(
        {
            "flight": pa.array(range(first, first + 10), pa.int32()),
            "tail": [f"{carrier}{number}" if number % 3 else None for number in range(10)],
            "delay": pa.array([number / 4 for number in range(10)], pa.float64()),
            "stops": [[number, number + 1] for number in range(10)],
            "route": [{"from": carrier, "miles": number} for number in range(10)],
        }
    )


class Adoption(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("adoption")
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        cls.session = boto3.Session(profile_name=cls.environment["AWS_PROFILE"])
        cls.endpoint = cls.session._session.get_scoped_config()["endpoint_url"]
        cls.s3 = cls.session.client("s3")
        cls.bucket = f"adoption-{uuid.uuid4().hex[:12]}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.catalog = load_catalog(
            f"lake-{uuid.uuid4().hex}",
            type="rest",
            uri=cls.environment["PYICEBERG_CATALOG__LAKE__URI"],
            warehouse=cls.account,
            credential=cls.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        )
        cls.catalog.create_namespace("mobility")
        cls.expected = []
        for day in ("2024-01-01", "2024-01-02"):
            for carrier in CARRIERS:
                cls.put(day, carrier)

    @classmethod
    def tearDownClass(cls):
        cls.s3.close()

    @classmethod
    def put(cls, day, carrier):
        first = len(cls.expected)
        buffer = io.BytesIO()
        pq.write_table(day_of(first, carrier), buffer, row_group_size=4)
        folder = carrier.replace("/", "%2F")
        key = f"flights/day={day}/carrier={folder}/{uuid.uuid4().hex}.parquet"
        cls.s3.put_object(Bucket=cls.bucket, Key=key, Body=buffer.getvalue())
        cls.expected += [(flight, day, carrier) for flight in range(first, first + 10)]

    def adopt(self, *more):
        words = ("dataset", "adopt", f"s3://{self.bucket}/flights", "--profile", self.profile)
        place = ("--account", self.account, "--database", "mobility", "--table", "flights")
        return millrace(*words, *place, *more, "--json")

    def maintain(self, *tasks):
        dataset = f"{self.account}/mobility.flights"
        words = ("--profile", self.profile, "--json")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"tasks": list(tasks)}, file)
            file.flush()
            run = millrace("maintenance", "run", dataset, "--file", file.name, *words)
        deadline = time.monotonic() + SECONDS_MAX
        while run["state"] in ("queued", "running"):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)
            run = millrace("maintenance", "show", dataset, *words)["last"]
        self.assertEqual(run["state"], "done", run)
        return run

    def demand_equal_rows(self):
        """PyIceberg, DuckDB and Spark say what was put there."""
        table = self.catalog.load_table(("mobility", "flights"))
        arrow = table.scan().to_arrow()
        read = zip(
            arrow["flight"].to_pylist(),
            [str(day) for day in arrow["day"].to_pylist()],
            arrow["carrier"].to_pylist(),
            strict=True,
        )
        self.assertEqual(sorted(read), self.expected)
        one = table.scan(row_filter="day = '2024-01-02' and carrier = 'U/A'").to_arrow()
        self.assertEqual(sorted(one["flight"].to_pylist()), list(range(30, 40)))
        duckdb = table.scan().to_duckdb("flights")
        rows = duckdb.sql("SELECT flight, day::VARCHAR, carrier FROM flights ORDER BY 1").fetchall()
        self.assertEqual(rows, self.expected)
        deep = duckdb.sql("SELECT sum(stops[2]), sum(route.miles), count(tail) FROM flights")
        self.assertEqual(self.spark_says(), (self.expected, deep.fetchone()))

    def spark_says(self):
        credentials = self.session.get_credentials()
        pair = credentials.access_key, credentials.secret_key
        name = "own.mobility.flights"
        rows = f"SELECT flight, CAST(day AS STRING), carrier FROM {name} ORDER BY 1"
        deep = f"SELECT sum(stops[1]), sum(route.miles), count(tail) FROM {name}"
        ask = "[tuple(row) for row in spark.sql({!r}).collect()]"
        with Spark(self.endpoint, *pair) as spark:
            found = [spark.run(ask.format(sql)) for sql in (rows, deep)]
        return ast.literal_eval(found[0]), ast.literal_eval(found[1])[0]

    def test_given_hive_folders_when_adopted_and_refreshed_then_all_engines_agree(self):
        proposed = self.adopt("--dry-run")
        self.assertEqual(proposed["state"], "proposed")
        named = {column["name"]: column["type"] for column in proposed["columns"]}
        self.assertEqual((named["day"], named["carrier"]), ("date", "string"))

        adopted = self.adopt()

        self.assertEqual((adopted["state"], adopted["filesAdded"]), ("done", 4))
        self.demand_equal_rows()

        self.put("2024-01-03", "AA")
        again = self.adopt()
        self.assertEqual(again["filesAdded"], 1)
        self.demand_equal_rows()
        for _ in range(5):
            self.put("2024-01-03", "AA")
        self.adopt()
        self.maintain("compact")
        table = self.catalog.load_table(("mobility", "flights"))
        self.assertEqual(table.current_snapshot().summary["operation"].value, "replace")
        self.assertEqual(len(list(table.scan().plan_files())), 5)
        self.demand_equal_rows()
        self.assertEqual(table.location(), f"s3://{self.bucket}/flights")

    def test_given_types_that_clash_when_adopted_then_the_command_names_the_file(self):
        for name, kind in (("a", pa.int32()), ("b", pa.string())):
            buffer = io.BytesIO()
            pq.write_table(pa.table({"id": pa.array([1], pa.int32()).cast(kind)}), buffer)
            key = f"clash/{name}.parquet"
            self.s3.put_object(Bucket=self.bucket, Key=key, Body=buffer.getvalue())
        with self.assertRaises(AssertionError) as refused:
            words = ("dataset", "adopt", f"s3://{self.bucket}/clash", "--profile", self.profile)
            place = ("--account", self.account, "--database", "mobility", "--table", "clash")
            millrace(*words, *place)
        self.assertIn('clash/b.parquet", column "id": string there', str(refused.exception))
