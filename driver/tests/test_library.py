"""The library of scripts, on a Spark of its own with Iceberg tables on files."""

import datetime
import json
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import millrace
from pyspark.sql import SparkSession

OTHER = "222222222222"
EXTENSIONS = "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
# Beside the environment of the engine that runs this.
JARS = pathlib.Path(sys.prefix).parents[1] / "jars"


def spark_in(directory):
    (jar,) = JARS.glob("iceberg-spark-runtime-4.1_*.jar")
    builder = SparkSession.builder.master("local[1]").config("spark.jars", str(jar))
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1"}
    # Of so few rows compilers take most of the time.
    settings["spark.sql.codegen.wholeStage"] = "false"
    settings["spark.sql.codegen.factoryMode"] = "NO_CODEGEN"
    settings["spark.sql.extensions"] = EXTENSIONS
    settings["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1"
    settings["spark.sql.defaultCatalog"] = "lake"
    for name in ("lake", "own"):
        base = f"spark.sql.catalog.{name}"
        settings[base] = "org.apache.iceberg.spark.SparkCatalog"
        settings[f"{base}.type"] = "hadoop"
        settings[f"{base}.warehouse"] = f"{directory}/{name}"
    for setting, value in settings.items():
        builder = builder.config(setting, value)
    return builder.getOrCreate()


class LibraryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.spark = spark_in(directory)
        cls.addClassCleanup(cls.spark.stop)
        cls.spark.sparkContext.setLogLevel("ERROR")
        cls.directory = directory
        rows = [(datetime.date(2013, 12, day), day) for day in (29, 30, 31)]
        cls.spark.createDataFrame(rows, "day date, n int").writeTo("own.shop.sales").create()

    def setUp(self):
        self.output = f"own.features.{self._testMethodName}"

    def begin(self, *days):
        millrace.begin(
            inputs=["own.shop.sales"],
            output=self.output,
            **dict(zip(("first", "last"), days, strict=False)),
        )

    def made(self):
        return sorted(tuple(row) for row in self.spark.table(self.output).collect())

    def test_days_are_made_anew_and_others_stay(self):
        self.begin("2013-12-29", "2013-12-31")
        self.assertEqual(millrace.slices(), ["2013-12-29", "2013-12-30", "2013-12-31"])
        millrace.publish(millrace.new_rows("shop.sales", day="day"), day="day")
        self.begin("2013-12-30")
        rows = millrace.new_rows("own.shop.sales", day="day").selectExpr("day", "n + 100 AS n")
        millrace.publish(rows, day="day")
        millrace.publish(rows, day="day")

        days = [datetime.date(2013, 12, day) for day in (29, 30, 31)]
        self.assertEqual(self.made(), [(days[0], 29), (days[1], 130), (days[2], 31)])

    def test_a_row_of_another_day_is_an_error_and_nothing_is_written(self):
        self.begin("2013-12-30")
        with self.assertRaisesRegex(
            Exception, "day is not of 2013-12-30 to 2013-12-30: 2013-12-29"
        ):
            millrace.publish(millrace.inputs()["own.shop.sales"], day="day")
        self.assertEqual(self.made(), [])

    def test_days_as_text_are_days(self):
        self.begin("2013-12-30", "2013-12-31")
        rows = self.spark.table("own.shop.sales").selectExpr("string(day) AS day", "n")
        millrace.publish(rows.where("n > 29"), day="day")
        self.assertEqual(self.made(), [("2013-12-30", 30), ("2013-12-31", 31)])

    def test_a_whole_is_made_anew(self):
        self.begin()
        rows = millrace.new_rows("shop.sales", day="day")
        self.assertEqual((millrace.slices(), rows.count()), (["whole"], 3))
        for least in (30, 31):
            millrace.publish(rows.where(f"n >= {least}").select("n"))
        self.assertEqual(self.made(), [(31,)])

    def test_a_run_says_itself_what_it_makes(self):
        self.begin("2001-01-01")
        table = {"account": f"{self.directory}/own", "database": "shop", "table": "sales"}
        run = {
            "inputs": [table],
            "output": {**table, "table": "run"},
            "first": "2013-12-31",
            "last": "2013-12-31",
        }
        with mock.patch.dict(os.environ, {millrace.RUN: json.dumps(run)}):
            self.assertEqual(millrace.slices(), ["2013-12-31"])
            millrace.publish(millrace.new_rows("shop.sales", day="day"), day="day")
            run["inputs"] = [{**table, "account": OTHER}]
            os.environ[millrace.RUN] = json.dumps(run)
            with self.assertRaisesRegex(RuntimeError, f"no catalog .* {OTHER}"):
                millrace.slices()
        self.assertEqual(self.spark.table("own.shop.run").count(), 1)

    def test_the_past_is_read_by_an_instant_with_its_zone(self):
        self.begin("2013-12-31")
        now = datetime.datetime.now(datetime.UTC)
        self.assertEqual(millrace.as_of("shop.sales", now).count(), 3)
        with self.assertRaisesRegex(ValueError, "says no zone"):
            millrace.as_of("shop.sales", "2013-12-31T09:00:00")
        with self.assertRaisesRegex(Exception, "older than"):
            millrace.as_of("shop.sales", "2013-12-31T09:00:00Z").count()

    def test_what_is_wrong_is_said(self):
        self.begin("2013-12-31")
        sales = self.spark.table("own.shop.sales")
        for work, told in (
            (
                lambda: millrace.new_rows("shop.none", day="day"),
                "no input; these are: own.shop.sales",
            ),
            (lambda: millrace.publish(sales), "say a column"),
            (lambda: millrace.new_rows("shop.sales", day="n"), "neither a date nor its text"),
        ):
            with self.assertRaisesRegex((ValueError, TypeError), told):
                work()
        self.begin()
        with self.assertRaisesRegex(ValueError, "say no column"):
            millrace.publish(sales, day="day")


class NoRunTest(unittest.TestCase):
    def test_without_a_run_or_a_beginning_it_is_said(self):
        millrace.begun.clear()
        with self.assertRaisesRegex(RuntimeError, "no run of a pipeline"):
            millrace.slices()


if __name__ == "__main__":
    unittest.main()
