"""External tables, partitions, versions, statistics and search by boto3."""

import datetime
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from millrace_command import make_account

COLUMNS = [{"Name": "id", "Type": "bigint"}, {"Name": "price", "Type": "double"}]
PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {
        "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    },
}
DAYS = [f"2024-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]


class External(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, profile = make_account("external")
        session = boto3.Session(profile_name=profile)
        cls.lake = session.client("lakeformation")
        cls.iam = session.client("iam")
        cls.glue = session.client("glue", config=Config(retries={"max_attempts": 1}))
        cls.glue.create_database(DatabaseInput={"Name": "shop", "Description": "sold"})

    def made(self, name, keys=(("day", "date"), ("hour", "int"))):
        table = {
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet"},
            "PartitionKeys": [{"Name": key, "Type": kind} for key, kind in keys],
            "StorageDescriptor": {
                "Columns": COLUMNS,
                "Location": f"s3://shop/{name}/",
                **PARQUET,
            },
        }
        self.glue.create_table(DatabaseName="shop", TableInput=table)
        return {"DatabaseName": "shop", "TableName": name}, table

    def refused(self, code, operation, **named):
        with self.assertRaises(ClientError) as caught:
            operation(**named)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    @staticmethod
    def partition(*values):
        location = "/".join(values)
        descriptor = {"Columns": COLUMNS, "Location": f"s3://shop/parts/{location}/", **PARQUET}
        return {"Values": list(values), "StorageDescriptor": descriptor}

    def test_partitions_by_expressions_pages_and_segments(self):
        on, _ = self.made("sales")
        wanted = [self.partition(day, str(hour)) for day in DAYS for hour in (9, 10)]
        for start in range(0, len(wanted), 100):
            batch = wanted[start : start + 100]
            made = self.glue.batch_create_partition(**on, PartitionInputList=batch)
            self.assertEqual(made["Errors"], [])
        pages = self.glue.get_paginator("get_partitions")

        def count(**query):
            found = pages.paginate(**on, PaginationConfig={"PageSize": 7}, **query)
            return sum(len(page["Partitions"]) for page in found)

        self.assertEqual(count(), 112)
        cases = {
            "day = '2024-01-05'": 2,
            "day > '2024-01-31' AND hour = 10": 28,
            "hour < 10": 56,
            "day IN ('2024-01-01', '2024-02-02') OR (hour = 9 AND day = '2024-02-03')": 5,
            "day BETWEEN '2024-01-10' AND '2024-01-12'": 6,
            "NOT (day LIKE '2024-01%')": 56,
            "hour IS NULL": 0,
            "day <> '2024-01-01' and hour >= 9 and hour <= 9": 55,
        }
        for expression, expected in cases.items():
            self.assertEqual(count(Expression=expression), expected, expression)
        segments = [{"SegmentNumber": number, "TotalSegments": 4} for number in range(4)]
        self.assertEqual(sum(count(Segment=segment) for segment in segments), 112)
        self.refused("InvalidInputException", count, Expression="hour ~ 9")
        self.refused("InvalidInputException", count, Expression="price = 9")

    def test_one_partition(self):
        on, _ = self.made("one", keys=[("day", "date")])
        self.glue.create_partition(**on, PartitionInput=self.partition("2024-01-01"))
        again = {**on, "PartitionInput": self.partition("2024-01-01")}
        self.refused("AlreadyExistsException", self.glue.create_partition, **again)
        moved = self.partition("2024-01-02") | {"Parameters": {"rows": "3"}}
        self.glue.update_partition(**on, PartitionValueList=["2024-01-01"], PartitionInput=moved)
        found = self.glue.get_partition(**on, PartitionValues=["2024-01-02"])["Partition"]
        self.assertEqual(found["Parameters"], {"rows": "3"})
        got = self.glue.batch_get_partition(**on, PartitionsToGet=[{"Values": ["2024-01-02"]}])
        self.assertEqual(len(got["Partitions"]), 1)
        self.glue.delete_partition(**on, PartitionValues=["2024-01-02"])
        gone = {**on, "PartitionValues": ["2024-01-02"]}
        self.refused("EntityNotFoundException", self.glue.get_partition, **gone)
        self.refused("EntityNotFoundException", self.glue.delete_partition, **gone)

    def test_versions(self):
        on, table = self.made("versioned", keys=[])
        update = {"DatabaseName": "shop", "TableInput": table}
        self.glue.update_table(**update, VersionId="0")
        self.glue.update_table(**update, SkipArchive=True)
        listed = self.glue.get_table_versions(**on)["TableVersions"]
        self.assertEqual([version["VersionId"] for version in listed], ["2", "0"])
        self.refused(
            "ConcurrentModificationException", self.glue.update_table, **update, VersionId="0"
        )
        errors = self.glue.batch_delete_table_version(**on, VersionIds=["0", "1"])["Errors"]
        self.assertEqual([error["VersionId"] for error in errors], ["1"])

    def test_statistics(self):
        on, _ = self.made("counted", keys=[])
        statistics = {
            "ColumnName": "id",
            "ColumnType": "bigint",
            "AnalyzedTime": datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
            "StatisticsData": {
                "Type": "LONG",
                "LongColumnStatisticsData": {
                    "MinimumValue": 1,
                    "MaximumValue": 9,
                    "NumberOfNulls": 0,
                    "NumberOfDistinctValues": 9,
                },
            },
        }
        update = self.glue.update_column_statistics_for_table
        self.assertEqual(update(**on, ColumnStatisticsList=[statistics])["Errors"], [])
        get = self.glue.get_column_statistics_for_table
        found = get(**on, ColumnNames=["id", "price"])
        data = found["ColumnStatisticsList"][0]["StatisticsData"]["LongColumnStatisticsData"]
        self.assertEqual(data["MaximumValue"], 9)
        self.assertEqual(found["Errors"][0]["ColumnName"], "price")
        self.glue.delete_column_statistics_for_table(**on, ColumnName="id")
        self.assertEqual(get(**on, ColumnNames=["id"])["ColumnStatisticsList"], [])

    def test_tables_are_listed_by_patterns_and_searched(self):
        for name in ("list_a", "list_b", "other"):
            self.made(name, keys=[])
        listed = self.glue.get_tables(DatabaseName="shop", Expression="list_.*")["TableList"]
        self.assertEqual([table["Name"] for table in listed], ["list_a", "list_b"])
        order = [{"FieldName": "Name", "Sort": "DESC"}]
        found = self.glue.search_tables(
            SearchText="list",
            SortCriteria=order,
            Filters=[{"Key": "DatabaseName", "Value": "shop"}],
        )
        self.assertEqual([table["Name"] for table in found["TableList"]], ["list_b", "list_a"])
        dropped = ["list_a", "list_b", "missing"]
        errors = self.glue.batch_delete_table(DatabaseName="shop", TablesToDelete=dropped)["Errors"]
        self.assertEqual([error["TableName"] for error in errors], ["missing"])

    def test_databases_are_updated(self):
        told = {"Name": "shop", "Description": "sold again", "Parameters": {"team": "shop"}}
        self.glue.update_database(Name="shop", DatabaseInput=told)
        found = self.glue.get_database(Name="shop")["Database"]
        self.assertEqual(
            (found["Description"], found["Parameters"]), ("sold again", {"team": "shop"})
        )

    def test_what_is_not_kept_is_refused_with_a_reason(self):
        with self.assertRaisesRegex(ClientError, "nothing crawls"):
            self.glue.list_crawlers()
        self.assertEqual(
            self.glue.get_user_defined_functions(Pattern="*")["UserDefinedFunctions"], []
        )
        status = self.glue.get_catalog_import_status()["ImportStatus"]
        self.assertTrue(status["ImportCompleted"])
