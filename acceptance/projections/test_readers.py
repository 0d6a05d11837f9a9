"""What five engines make of questions that want more than is open, and what else shows of it."""

import re
from collections import Counter

import boto3
import trades
from botocore.config import Config
from botocore.exceptions import ClientError
from part_case import PartCase
from probes import PROBES, Probe
from readers import Refused, plain

TRACES = (*trades.HIDDEN, trades.GONE, trades.SECRET)

# What of the table Spark tells besides its rows.
SAYINGS = (
    "DESCRIBE EXTENDED {table}",
    "SHOW CREATE TABLE {table}",
    "SHOW TBLPROPERTIES {table}",
    "EXPLAIN EXTENDED SELECT * FROM {table} WHERE px > 1",
    "EXPLAIN COST SELECT count(*) FROM {table}",
    *(
        f"SELECT * FROM {{table}}.{name}"
        for name in (
            *("files", "all_files", "data_files", "delete_files", "entries", "all_entries"),
            *("manifests", "all_manifests", "partitions", "snapshots", "history", "refs"),
            *("metadata_log_entries", "position_deletes"),
        )
    ),
    "SELECT _file, _pos, _partition, _spec_id, * FROM {table}",
)


class Readers(PartCase):
    def test_given_a_probe_when_asked_then_the_answer_is_right_or_refused(self):
        for engine in self.engines:
            for probe in PROBES:
                with self.subTest(engine=engine.name, probe=probe.name):
                    self.judged(engine, probe)

    def judged(self, engine, probe):
        if probe.refused:
            with self.assertRaises(Refused) as refused:
                engine.answer(probe)
            self.assertNotIn(trades.SECRET, str(refused.exception).replace("XQ%", ""))
            return
        told = Counter(tuple(map(plain, row)) for row in engine.answer(probe))
        right = Counter(tuple(map(plain, row)) for row in probe.answer())
        self.assertEqual(told, right)

    def test_given_a_hidden_column_when_asked_for_then_it_is_as_if_it_never_was(self):
        for engine in self.engines:
            with self.subTest(engine=engine.name):
                never = self.words(engine, "zzzzzz")
                self.assertEqual(self.words(engine, "trader"), never)

    def words(self, engine, column):
        with self.assertRaises(Refused) as refused:
            engine.answer(Probe("", ("id",), (((column, "=", "us"),),)))
        # Spark and DuckDB go on with the columns whose names are most alike.
        said = str(refused.exception).replace(column, "?")
        return re.split("Did you mean|Candidate bindings", said)[0]

    def test_given_what_engines_tell_of_the_table_when_read_then_nothing_hidden_shows(self):
        engines = {engine.name: engine for engine in self.engines}
        for saying in SAYINGS:
            with self.subTest(saying=saying):
                self.without_trace(engines["Spark"].ask(saying))
        inspect = self.part.inspect
        for view in (inspect.all_files, inspect.entries, inspect.partitions, inspect.manifests):
            self.without_trace(view().to_pylist())
        self.without_trace(self.part.metadata.model_dump_json())

    def test_given_all_of_a_part_when_as_much_as_is_there_is_asked_for_then_it_is_the_part(self):
        count = [(len(trades.NOW),)]
        names = {"Spark": "{table}.partial", "DuckDB": 'lake."mobility.trades".partial'}
        for engine in self.engines:
            if engine.name in names:
                told = engine.ask(f"SELECT count(*) FROM {names[engine.name]}")
                self.assertEqual([tuple(row) for row in told], count)
        part = self.reader.load_table("mobility.trades.partial")
        self.assertEqual(part.scan().to_arrow().num_rows, len(trades.NOW))

    def test_given_glue_when_asked_for_the_table_then_nothing_hidden_shows(self):
        glue = self.of_reader("glue")
        on = {"DatabaseName": "mobility"}
        columns = ["px", "trader", "venue"]
        for ask in (
            lambda: glue.get_table(**on, Name=self.table),
            lambda: glue.get_tables(**on),
            lambda: glue.get_tables(**on, Expression="tr.*"),
            lambda: glue.search_tables(SearchText="trader"),
            lambda: glue.search_tables(SearchText=self.table),
            lambda: glue.get_table_versions(**on, TableName=self.table),
            lambda: glue.get_partitions(**on, TableName=self.table),
            lambda: glue.get_column_statistics_for_table(
                **on, TableName=self.table, ColumnNames=columns
            ),
        ):
            try:
                told = ask()
            except ClientError as error:
                code = error.response["Error"]["Code"]
                self.assertRegex(code, "Denied|NotFound|Invalid|PermissionType")
                continue
            told.pop("Errors", None)  # It names what was asked for and is not there.
            self.without_trace(told)

    def without_trace(self, told):
        for trace in TRACES:
            self.assertNotRegex(repr(told), rf"(?<![A-Za-z]){re.escape(trace)}")

    def test_given_the_keys_of_a_reader_when_files_are_taken_raw_then_all_is_refused(self):
        other_key, other = self.person(columns=["id"], rows="id < 9")
        others = [task.file.file_path for task in self.load(other).scan().plan_files()]
        self.assertTrue(others)
        snapshot = self.whole.refresh().current_snapshot()
        manifests = [one.manifest_path for one in snapshot.manifests(self.whole.io)]
        base = [path for paths in self.files(self.whole) for path in paths]
        closed = [*base, self.whole.metadata_location, snapshot.manifest_list, *manifests, *others]
        for keys in ((*self.key, None), self.vended()):
            s3 = self.of_reader("s3", keys)
            for path in closed:
                bucket, _, key = path.removeprefix("s3://").partition("/")
                self.closed(s3, bucket, key)

    def closed(self, s3, bucket, key):
        at = {"Bucket": bucket, "Key": key}
        below = {"Bucket": bucket, "Prefix": key.rpartition("/")[0]}
        for name, wanted in (
            ("get_object", at),
            ("get_object", {**at, "Range": "bytes=-8"}),
            ("head_object", at),
            ("get_object_attributes", {**at, "ObjectAttributes": ["ObjectSize"]}),
            ("get_object_tagging", at),
            ("list_objects_v2", below),
            ("list_object_versions", below),
            ("put_object", {**at, "Body": b""}),
            ("delete_object", at),
        ):
            with self.subTest(call=name, key=key), self.assertRaises(ClientError) as refused:
                getattr(s3, name)(**wanted)
            status = refused.exception.response["ResponseMetadata"]["HTTPStatusCode"]
            self.assertEqual(status, 403, refused.exception)

    def of_reader(self, service, keys=None):
        access, secret, token = keys or (*self.key, None)
        session = boto3.Session(access, secret, token, region_name="us-east-1")
        config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})
        client = session.client(service, endpoint_url=self.endpoint, config=config)
        self.addCleanup(client.close)
        return client
