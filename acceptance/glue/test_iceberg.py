"""One Iceberg table, seen through Glue by its own client and through REST."""

import unittest
import uuid

import boto3
import pyarrow
from botocore.exceptions import ClientError
from millrace_command import make_account
from pyiceberg.catalog import load_catalog
from pyiceberg.types import StringType

ROWS = pyarrow.table({"id": pyarrow.array([1, 2], pyarrow.int64()), "carrier": ["UA", "DL"]})
MORE = pyarrow.table({"id": pyarrow.array([3], pyarrow.int64()), "carrier": ["AA"]})


class OneTable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, profile = make_account("iceberg")
        session = boto3.Session(profile_name=profile)
        cls.glue = session.client("glue")
        endpoint = cls.glue.meta.endpoint_url
        key = session.get_credentials()
        cls.bucket = f"tables-{uuid.uuid4().hex[:8]}"
        session.client("s3").create_bucket(Bucket=cls.bucket)
        signed = {"s3.endpoint": endpoint, "s3.region": session.region_name}
        signed |= {"s3.access-key-id": key.access_key, "s3.secret-access-key": key.secret_key}
        own = {f"glue.{name.split('.', 1)[1]}": value for name, value in signed.items()}
        cls.through_glue = load_catalog("glue", type="glue", **signed, **own)
        cls.through_rest = load_catalog(
            "rest",
            type="rest",
            uri=f"{endpoint}/iceberg",
            warehouse=cls.account,
            credential=f"{key.access_key}:{key.secret_key}",
        )
        cls.glue.create_database(DatabaseInput={"Name": "mobility"})

    def made(self, name):
        location = f"s3://{self.bucket}/{name}"
        table = self.through_glue.create_table(f"mobility.{name}", ROWS.schema, location=location)
        table.append(ROWS)
        return table

    def ids(self, catalog, name):
        rows = catalog.load_table(f"mobility.{name}").scan().to_arrow()
        return sorted(rows["id"].to_pylist())

    def pointer(self, name):
        table = self.glue.get_table(DatabaseName="mobility", Name=name)["Table"]
        return table, table["Parameters"]["metadata_location"]

    def test_both_ways_write_the_same_table(self):
        table = self.made("both")
        self.assertEqual(self.pointer("both")[1], table.metadata_location)
        self.assertEqual(self.ids(self.through_rest, "both"), [1, 2])
        self.through_rest.load_table("mobility.both").append(MORE)
        self.assertEqual(self.ids(self.through_glue, "both"), [1, 2, 3])
        changed = self.through_glue.load_table("mobility.both")
        with changed.update_schema() as update:
            update.add_column("note", StringType())
        seen = self.pointer("both")[0]["StorageDescriptor"]["Columns"]
        self.assertEqual([column["Name"] for column in seen], ["id", "carrier", "note"])
        versions = self.glue.get_table_versions(DatabaseName="mobility", TableName="both")
        self.assertGreater(len(versions["TableVersions"]), 3)

    def test_a_commit_that_lost_is_tried_again(self):
        late = self.made("raced")
        self.through_rest.load_table("mobility.raced").append(MORE)
        late.append(MORE)
        self.assertEqual(self.ids(self.through_rest, "raced"), [1, 2, 3, 3])

    def test_a_pointer_to_what_does_not_follow_is_refused(self):
        other = self.made("other")
        self.made("kept")
        table, before = self.pointer("kept")
        older = self.through_glue.load_table("mobility.kept").metadata.metadata_log[0].metadata_file
        nowhere = f"s3://{self.bucket}/kept/metadata/nothing.json"
        for location in (other.metadata_location, older, nowhere):
            with self.assertRaises(ClientError) as caught:
                self.point(table, location)
            code = caught.exception.response["Error"]["Code"]
            self.assertIn(code, ("InvalidInputException", "ConcurrentModificationException"))
        self.assertEqual(self.pointer("kept")[1], before)

    def point(self, table, location):
        parameters = table["Parameters"] | {"metadata_location": location}
        told = {"Name": table["Name"], "Parameters": parameters, "TableType": "EXTERNAL_TABLE"}
        self.glue.update_table(DatabaseName="mobility", TableInput=told, SkipArchive=True)

    def test_properties_are_parameters(self):
        self.made("told")
        table, location = self.pointer("told")
        parameters = table["Parameters"] | {"owner": "ana"}
        told = {"Name": "told", "Parameters": parameters, "Description": "of flights"}
        self.glue.update_table(DatabaseName="mobility", TableInput=told)
        properties = self.through_rest.load_table("mobility.told").properties
        self.assertEqual((properties["owner"], properties["comment"]), ("ana", "of flights"))
        self.assertNotEqual(self.pointer("told")[1], location)
