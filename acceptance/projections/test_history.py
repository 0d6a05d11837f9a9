"""Reads of earlier states by somebody to whom a part of the table is open: three engines agree."""

from datetime import UTC, datetime

import pyarrow as pa
from lake_case import LakeCase
from spark_session import Spark


def flights(*rows):
    carriers, delays = zip(*rows, strict=True)
    return pa.table({"carrier": list(carriers), "delay": pa.array(delays, pa.int64())})


class History(LakeCase):
    """A day is appended, another one, and then the first is sent again with other delays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        table = cls.catalog.create_table(("mobility", "flights"), flights(("LH", 1)).schema)
        table.append(flights(("LH", 5), ("XQSECRET", 4711)))
        table.append(flights(("LH", 7), ("XQSECRET", 4712)))
        table.overwrite(flights(("LH", 6), ("XQSECRET", 4713)), "delay in (5, 4711)")
        cls.past = [(entry.snapshot_id, entry.timestamp_ms) for entry in table.history()]
        cls.key, cls.person_catalog = cls.person(columns=["delay"], rows="carrier = 'LH'")
        cls.expected = [[5], [5, 7], [6, 7]]

    def states(self):
        """Overwriting makes two snapshots; what was between them is nobody's expectation."""
        return zip((self.past[0], self.past[1], self.past[-1]), self.expected, strict=True)

    def test_given_each_moment_when_read_by_pyiceberg_then_it_is_as_it_was(self):
        table = self.load(self.person_catalog)
        kept = [(entry.snapshot_id, entry.timestamp_ms) for entry in table.history()]
        self.assertEqual(kept, self.past)
        for (snapshot, at), delays in self.states():
            self.assertEqual(table.snapshot_as_of_timestamp(at).snapshot_id, snapshot)
            read = table.scan(snapshot_id=snapshot).to_arrow()
            self.assertEqual(read.column_names, ["delay"])
            self.assertEqual(sorted(read["delay"].to_pylist()), delays)
        self.assertIsNone(table.snapshot_as_of_timestamp(self.past[0][1] - 1))

    def test_given_each_moment_when_read_by_duckdb_then_it_is_as_it_was(self):
        table = self.load(self.person_catalog)
        for (_, at), delays in self.states():
            snapshot = table.snapshot_as_of_timestamp(at).snapshot_id
            duckdb = table.scan(snapshot_id=snapshot).to_duckdb("flights")
            rows = duckdb.sql("SELECT delay FROM flights ORDER BY 1").fetchall()
            self.assertEqual([delay for (delay,) in rows], delays)

    def test_given_each_moment_when_read_by_spark_then_it_is_as_it_was(self):
        self.load(self.person_catalog)
        name = "own.mobility.flights"
        pair = self.key["AccessKeyId"], self.key["SecretAccessKey"]
        with Spark(self.endpoint, *pair) as spark:
            for (snapshot, at), delays in self.states():
                wanted = str([[delay] for delay in delays])
                for state in (f"VERSION AS OF {snapshot}", f"TIMESTAMP AS OF {at / 1000}"):
                    sql = f"SELECT delay FROM {name} {state} ORDER BY 1"
                    code = f'[list(row) for row in spark.sql("{sql}").collect()]'
                    self.assertEqual(spark.run(code), wanted)
                then = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
                frame = f"spark.read.option('timestampAsOf', '{then}').table('{name}')"
                self.assertEqual(spark.run(f"{frame}.count()"), str(len(delays)))
            early = f"TIMESTAMP AS OF {(self.past[0][1] - 1000) / 1000}"
            refused = spark.run(f'spark.sql("SELECT * FROM {name} {early}").count()')
            self.assertIn("Cannot find a snapshot older than", refused)

    def test_given_the_past_when_looked_through_then_nothing_hidden_shows(self):
        table = self.load(self.person_catalog)
        texts = [table.metadata.model_dump_json(), table.inspect.all_manifests().to_pylist()]
        for snapshot, _ in self.past:
            texts.append(table.inspect.files(snapshot_id=snapshot).to_pylist())
        # By itself: three digits can stand in any instant or name.
        for hidden in ("carrier", "XQ", r"(?<![0-9a-f])471(?![0-9a-f])"):
            self.assertNotRegex(repr(texts), hidden)
