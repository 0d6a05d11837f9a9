"""awswrangler: data sets of files that are tables of Glue's catalog."""

import unittest
import uuid

import awswrangler
import boto3
import pandas
from millrace_command import make_account

FRAME = pandas.DataFrame(
    {
        "id": [1, 2, 3, 4],
        "price": [1.5, 2.5, None, 4.5],
        "day": ["2024-01-01", "2024-01-01", "2024-01-02", "2024-01-02"],
        "hour": [1, 2, 1, 2],
    }
)
BY_DAY = {"dataset": True, "partition_cols": ["day", "hour"]}


class DataSets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        _, profile = make_account("wrangler")
        cls.session = boto3.Session(profile_name=profile)
        endpoint = cls.session.client("glue").meta.endpoint_url
        awswrangler.config.glue_endpoint_url = endpoint
        awswrangler.config.s3_endpoint_url = endpoint
        awswrangler.config.sts_endpoint_url = endpoint
        cls.bucket = f"wrangled-{uuid.uuid4().hex[:8]}"
        cls.session.client("s3").create_bucket(Bucket=cls.bucket)
        cls.on = {"boto3_session": cls.session, "database": "shop"}
        awswrangler.catalog.create_database("shop", boto3_session=cls.session)

    def path(self, name):
        return f"s3://{self.bucket}/{name}/"

    def write(self, frame, table, mode, kind=awswrangler.s3.to_parquet, **more):
        path = self.path(table)
        return kind(df=frame, path=path, table=table, mode=mode, **self.on, **BY_DAY, **more)

    def read(self, table, **more):
        frame = awswrangler.s3.read_parquet_table(table=table, **self.on, **more)
        return frame.sort_values("id").reset_index(drop=True)

    def partitions(self, table, **more):
        found = awswrangler.catalog.get_parquet_partitions(table=table, **self.on, **more)
        return sorted(found.values())

    def test_parquet_is_written_appended_and_read(self):
        self.write(FRAME, "trades", "overwrite")
        self.write(FRAME.assign(id=FRAME.id + 10), "trades", "append")

        self.assertEqual(list(self.read("trades").id), [1, 2, 3, 4, 11, 12, 13, 14])
        days = ["2024-01-01", "2024-01-02"]
        expected = [[day, hour] for day in days for hour in ("1", "2")]
        self.assertEqual(self.partitions("trades"), expected)
        some = self.read("trades", partition_filter=lambda part: part["day"] == "2024-01-02")
        self.assertEqual(list(some.id), [3, 4, 13, 14])
        second = self.partitions("trades", expression="day = '2024-01-01' AND hour > 1")
        self.assertEqual(second, [["2024-01-01", "2"]])

    def test_partitions_are_overwritten_alone(self):
        self.write(FRAME, "quotes", "overwrite")
        newer = pandas.DataFrame({"id": [9], "price": [9.5], "day": ["2024-01-02"], "hour": [1]})
        self.write(newer, "quotes", "overwrite_partitions")
        self.assertEqual(list(self.read("quotes").id), [1, 2, 4, 9])
        self.write(newer, "quotes", "overwrite")
        self.assertEqual(self.partitions("quotes"), [["2024-01-02", "1"]])

    def test_a_column_more_is_a_version_more(self):
        self.write(FRAME, "grown", "overwrite")
        self.write(FRAME.assign(note="x"), "grown", "append", catalog_versioning=True)
        types = awswrangler.catalog.get_table_types(table="grown", **self.on)
        self.assertEqual(types["note"], "string")
        count = awswrangler.catalog.get_table_number_of_versions(table="grown", **self.on)
        self.assertEqual(count, 2)

    def test_csv_and_json_data_sets(self):
        self.write(FRAME, "as_csv", "overwrite", kind=awswrangler.s3.to_csv, index=False)
        self.write(FRAME, "as_json", "append", kind=awswrangler.s3.to_json)
        for table in ("as_csv", "as_json"):
            self.assertTrue(awswrangler.catalog.does_table_exist(table=table, **self.on))
            location = awswrangler.catalog.get_table_location(table=table, **self.on)
            self.assertEqual(location, self.path(table))
        csv = awswrangler.catalog.get_csv_partitions(table="as_csv", **self.on)
        self.assertEqual(len(csv), 4)

    def test_tables_are_made_described_found_and_deleted(self):
        awswrangler.catalog.create_parquet_table(
            table="made",
            path=self.path("made"),
            columns_types={"id": "bigint", "price": "double"},
            partitions_types={"day": "date"},
            description="made by hand",
            parameters={"team": "shop"},
            columns_comments={"price": "in euros"},
            **self.on,
        )
        day = f"{self.path('made')}day=2024-01-01/"
        awswrangler.catalog.add_parquet_partitions(
            table="made", partitions_values={day: ["2024-01-01"]}, **self.on
        )
        found = awswrangler.catalog.get_partitions(table="made", **self.on)
        self.assertEqual(found, {day: ["2024-01-01"]})
        awswrangler.catalog.upsert_table_parameters({"owner": "ana"}, table="made", **self.on)
        parameters = awswrangler.catalog.get_table_parameters(table="made", **self.on)
        self.assertEqual((parameters["team"], parameters["owner"]), ("shop", "ana"))
        comments = awswrangler.catalog.get_columns_comments(table="made", **self.on)
        self.assertEqual(comments["price"], "in euros")
        described = awswrangler.catalog.table(table="made", **self.on)
        self.assertEqual(list(described["Column Name"]), ["id", "price", "day"])
        awswrangler.catalog.add_column(
            table="made", column_name="size", column_type="int", column_comment="", **self.on
        )
        awswrangler.catalog.delete_column(table="made", column_name="price", **self.on)
        types = awswrangler.catalog.get_table_types(table="made", **self.on)
        self.assertEqual(list(types), ["id", "size", "day"])
        self.assertEqual(self.names(name_contains="mad", **self.on), ["made"])
        self.assertEqual(self.names(name_prefix="mad", **self.on), ["made"])
        found = awswrangler.catalog.search_tables(text="euros", boto3_session=self.session)
        self.assertEqual([table["Name"] for table in found], [])
        found = awswrangler.catalog.search_tables(text="hand", boto3_session=self.session)
        self.assertEqual([table["Name"] for table in found], ["made"])
        awswrangler.catalog.delete_partitions(
            table="made", partitions_values=[["2024-01-01"]], **self.on
        )
        self.assertEqual(awswrangler.catalog.get_partitions(table="made", **self.on), {})
        self.assertTrue(awswrangler.catalog.delete_table_if_exists(table="made", **self.on))
        self.assertFalse(awswrangler.catalog.delete_table_if_exists(table="made", **self.on))

    def names(self, **query):
        return [table["Name"] for table in awswrangler.catalog.get_tables(**query)]

    def test_databases(self):
        awswrangler.catalog.create_database(
            "spare", description="not used", boto3_session=self.session
        )
        listed = awswrangler.catalog.databases(boto3_session=self.session)
        self.assertIn("spare", list(listed["Database"]))
        awswrangler.catalog.delete_database("spare", boto3_session=self.session)
        listed = awswrangler.catalog.get_databases(boto3_session=self.session)
        self.assertNotIn("spare", [database["Name"] for database in listed])
