"""What PyIceberg and boto3 see of a table that is open to them in part only."""

import contextlib

import boto3
import pyarrow as pa
from botocore.exceptions import ClientError
from lake_case import LakeCase
from pyiceberg.exceptions import ForbiddenError

ROWS = pa.table(
    {
        "carrier": ["LH", "LH", "XQSECRET"],
        "delay": pa.array([5, 30, 4711], pa.int64()),
        "note": ["one", None, "XQNOTE"],
    }
)


class Projections(LakeCase):
    """One table; each test makes a person with rights of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalog.create_table(("mobility", "flights"), ROWS.schema).append(ROWS)

    def test_given_columns_when_read_then_the_others_are_not_there(self):
        _, catalog = self.person(columns=["delay"])
        read = self.load(catalog).scan().to_arrow()
        self.assertEqual(read.column_names, ["delay"])
        self.assertEqual(sorted(read["delay"].to_pylist()), [5, 30, 4711])

    def test_given_rows_when_read_then_the_others_are_not_there(self):
        _, catalog = self.person(rows="carrier = 'LH' AND delay > 6")
        table = self.load(catalog)
        self.assertEqual(table.scan().to_arrow().to_pylist(), ROWS.slice(1, 1).to_pylist())
        self.assertEqual(table.scan(row_filter="delay < 6").to_arrow().num_rows, 0)

    def test_given_a_part_when_looked_through_then_nothing_hidden_shows(self):
        _, catalog = self.person(columns=["delay"], rows="carrier = 'LH'")
        table = self.load(catalog)
        texts = [table.metadata.model_dump_json(), table.inspect.files().to_pylist()]
        texts += [table.inspect.manifests().to_pylist(), table.scan().to_arrow().to_pylist()]
        found = repr(texts)
        for hidden in ("carrier", "note", "XQ", "4711", "LH"):
            self.assertNotIn(hidden, found)

    def test_given_a_part_when_written_then_it_is_denied(self):
        _, catalog = self.person(columns=["delay"])
        table = self.load(catalog)
        with self.assertRaises(ForbiddenError):
            with table.transaction() as transaction:
                transaction.set_properties(owner="me")

    def test_given_a_part_when_its_place_is_asked_for_then_only_vended_keys_open_it(self):
        key, catalog = self.person(columns=["delay"])
        table = self.load(catalog)
        bucket, _, prefix = table.metadata.location.removeprefix("s3://").partition("/")
        files = [task.file.file_path for task in table.scan().plan_files()]
        inside = files[0].removeprefix(f"s3://{bucket}/")
        own = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])
        self.refused(own, bucket, prefix, inside)
        vended = boto3.Session(
            table.io.properties["s3.access-key-id"],
            table.io.properties["s3.secret-access-key"],
            table.io.properties["s3.session-token"],
        )
        with self.s3_of(vended) as s3:
            s3.get_object(Bucket=bucket, Key=inside)["Body"].close()
            for call in (
                lambda: s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/"),
                lambda: s3.put_object(Bucket=bucket, Key=inside, Body=b"x"),
                lambda: s3.get_object(Bucket=f"warehouse-{self.account}", Key="mobility/x"),
            ):
                self.assertRaises(ClientError, call)

    def s3_of(self, session):
        options = {"endpoint_url": self.endpoint, "region_name": "us-east-1"}
        return contextlib.closing(session.client("s3", **options))

    def refused(self, session, bucket, prefix, inside):
        with self.s3_of(session) as s3:
            for call in (
                lambda: s3.get_object(Bucket=bucket, Key=inside),
                lambda: s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/"),
            ):
                self.assertRaises(ClientError, call)

    def test_given_an_append_when_read_again_then_the_new_rows_are_there(self):
        _, catalog = self.person(rows="delay = 77")
        self.assertEqual(self.load(catalog).scan().to_arrow().num_rows, 0)
        more = pa.table({"carrier": ["ZZ"], "delay": pa.array([77], pa.int64()), "note": ["n"]})
        table = self.catalog.load_table(("mobility", "flights"))
        table.append(more)
        self.assertEqual(self.load(catalog).scan().to_arrow().to_pylist(), more.to_pylist())
        table.refresh()
        table.delete("delay = 77")
        self.assertEqual(self.load(catalog).scan().to_arrow().num_rows, 0)
