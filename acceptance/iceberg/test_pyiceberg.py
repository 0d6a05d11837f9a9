"""PyIceberg against the REST catalog; PYICEBERG_CATALOG__LAKE__* in the environment say where."""

import threading
import unittest
import uuid

import pyarrow as pa
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NamespaceNotEmptyError,
    NoSuchNamespaceError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import LongType, NestedField, StringType


def rows(*values):
    return pa.table({"carrier": ["UA"] * len(values), "delay": pa.array(values, pa.int64())})


class PyIceberg(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.catalog = load_catalog("lake")
        cls.namespace = f"acceptance_{uuid.uuid4().hex[:12]}"
        cls.catalog.create_namespace(cls.namespace)

    @classmethod
    def tearDownClass(cls):
        for _, name in cls.catalog.list_tables(cls.namespace):
            cls.catalog.drop_table((cls.namespace, name))
        cls.catalog.drop_namespace(cls.namespace)

    def table(self, schema=None, **options):
        name = (self.namespace, f"t_{uuid.uuid4().hex[:8]}")
        return self.catalog.create_table(name, schema or rows(1).schema, **options)

    def test_given_rows_when_appended_then_they_are_read(self):
        table = self.table()
        table.append(rows(1, 2))
        table.append(rows(30))
        again = self.catalog.load_table(table.name())
        self.assertEqual(sorted(again.scan().to_arrow()["delay"].to_pylist()), [1, 2, 30])
        self.assertEqual(again.scan(row_filter="delay > 20").to_arrow().num_rows, 1)
        first = again.snapshots()[0].snapshot_id
        self.assertEqual(again.scan(snapshot_id=first).to_arrow().num_rows, 2)

    def test_given_rows_when_overwritten_and_deleted_then_the_rest_stays(self):
        table = self.table()
        table.append(rows(1, 2, 3))
        table.delete("delay = 2")
        table.overwrite(rows(7), overwrite_filter="delay = 3")
        self.assertEqual(sorted(table.scan().to_arrow()["delay"].to_pylist()), [1, 7])

    def test_given_a_namespace_within_another_when_it_has_a_table_then_it_reads_back(self):
        inner = (self.namespace, "inner.most")
        self.catalog.create_namespace(inner, {"owner": "ana"})
        self.assertEqual(self.catalog.list_namespaces((self.namespace,)), [inner])
        self.assertEqual(self.catalog.load_namespace_properties(inner)["owner"], "ana")
        table = self.catalog.create_table((*inner, "t"), rows(1).schema)
        table.append(rows(1, 2))
        self.assertEqual(self.catalog.load_table((*inner, "t")).scan().to_arrow().num_rows, 2)
        self.assertEqual(self.catalog.list_tables(inner), [(*inner, "t")])
        with self.assertRaises(NamespaceNotEmptyError):
            self.catalog.drop_namespace(self.namespace)
        self.catalog.drop_table((*inner, "t"))
        self.catalog.drop_namespace(inner)

    def test_given_a_dropped_table_when_it_is_registered_then_its_rows_are_back(self):
        table = self.table()
        table.append(rows(1, 2))
        location = self.catalog.load_table(table.name()).metadata_location
        self.catalog.drop_table(table.name())
        again = self.catalog.register_table(table.name(), location)
        again.append(rows(3))
        self.assertEqual(again.scan().to_arrow().num_rows, 3)

    def test_given_partitions_when_appended_then_each_has_a_file(self):
        schema = Schema(
            NestedField(1, "carrier", StringType()), NestedField(2, "delay", LongType())
        )
        spec = PartitionSpec(PartitionField(1, 1000, IdentityTransform(), "carrier"))
        table = self.table(schema, partition_spec=spec)
        carriers = pa.array(["AA", "UA", "UA"])
        table.append(pa.table({"carrier": carriers, "delay": pa.array([1, 2, 3], pa.int64())}))
        files = [task.file for task in table.scan().plan_files()]
        self.assertEqual(sorted(file.record_count for file in files), [1, 2])

    def test_given_a_column_when_added_then_old_rows_lack_it(self):
        table = self.table()
        table.append(rows(1))
        with table.update_schema() as update:
            update.add_column("tail", StringType())
            update.rename_column("delay", "late")
        found = self.catalog.load_table(table.name()).scan().to_arrow().to_pylist()
        self.assertEqual(found, [{"carrier": "UA", "late": 1, "tail": None}])

    def test_given_a_stale_table_when_committed_then_it_conflicts(self):
        table = self.table(properties={"commit.retry.num-retries": "0"})
        stale = self.catalog.load_table(table.name())
        table.append(rows(1))
        with self.assertRaises(CommitFailedException):
            stale.append(rows(2))

    def test_given_writers_when_they_race_then_nothing_is_lost(self):
        name = self.table().name()
        done = []

        def write(value):
            for _ in range(40):
                try:
                    self.catalog.load_table(name).append(rows(value))
                    done.append(value)
                    return
                except CommitFailedException:
                    continue

        writers = [threading.Thread(target=write, args=(value,)) for value in range(6)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        found = sorted(self.catalog.load_table(name).scan().to_arrow()["delay"].to_pylist())
        self.assertEqual(found, sorted(done))
        self.assertEqual(found, list(range(6)))

    def test_given_a_transaction_of_creation_when_committed_then_the_table_is_there(self):
        name = (self.namespace, f"t_{uuid.uuid4().hex[:8]}")
        with self.catalog.create_table_transaction(name, rows(1).schema) as transaction:
            transaction.append(rows(5))
        self.assertEqual(self.catalog.load_table(name).scan().to_arrow().num_rows, 1)

    def test_given_names_when_taken_or_absent_then_the_right_exception(self):
        table = self.table()
        with self.assertRaises(TableAlreadyExistsError):
            self.catalog.create_table(table.name(), rows(1).schema)
        with self.assertRaises(NamespaceAlreadyExistsError):
            self.catalog.create_namespace(self.namespace)
        with self.assertRaises(NamespaceNotEmptyError):
            self.catalog.drop_namespace(self.namespace)
        with self.assertRaises(NoSuchTableError):
            self.catalog.load_table((self.namespace, "absent"))
        with self.assertRaises(NoSuchNamespaceError):
            self.catalog.list_tables("absent_namespace")
        self.assertFalse(self.catalog.table_exists((self.namespace, "absent")))

    def test_given_a_table_when_renamed_and_purged_then_it_is_gone(self):
        table = self.table()
        renamed = (self.namespace, f"t_{uuid.uuid4().hex[:8]}")
        self.catalog.rename_table(table.name(), renamed)
        self.assertTrue(self.catalog.table_exists(renamed))
        self.catalog.purge_table(renamed)
        self.assertFalse(self.catalog.table_exists(renamed))

    def test_given_properties_when_updated_then_they_are_kept(self):
        updates = {"owner": "ana"}
        summary = self.catalog.update_namespace_properties(self.namespace, updates=updates)
        self.assertEqual(summary.updated, ["owner"])
        self.assertEqual(self.catalog.load_namespace_properties(self.namespace)["owner"], "ana")
