"""Five engines that put the same questions to a table, each as its users would.

An answer is a list of tuples; what an engine or the platform refuses is a `Refused` with its words.
"""

import json
import math
from datetime import UTC, datetime

import awswrangler
import boto3
import pandas
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
from duckdb_lake import attached
from probes import folded, literal
from pyiceberg import expressions as iceberg


class Refused(Exception):
    pass


def plain(cell):
    """Cells of all engines in one form."""
    if isinstance(cell, datetime):
        return int(cell.replace(tzinfo=cell.tzinfo or UTC).timestamp() * 1_000_000)
    if isinstance(cell, float):
        return "NaN" if math.isnan(cell) else cell + 0.0
    return cell


class Spark:
    """Through Livy, in a session of the reader's."""

    name = "Spark"
    # Comes back as JSON, so that instants are told as numbers.
    SETUP = """
import json
from datetime import datetime
def plain(cell):
    if isinstance(cell, datetime):
        return int(cell.timestamp() * 1000000)
    return cell if isinstance(cell, (str, int, float, type(None))) else str(cell)
def asked(sql):
    try:
        rows = [[plain(cell) for cell in row] for row in spark.sql(sql).collect()]
        print(json.dumps({"rows": rows}))
    except Exception as error:
        print(json.dumps({"refused": str(error)}))
"""

    def __init__(self, session, before):
        self.session, self.before = session, before
        session.run(self.SETUP)

    def ask(self, sql):
        """What SQL answers, with `{table}` in it."""
        raw = self.session.run(f"asked({sql.format(table='own.mobility.trades')!r})")
        told = json.loads(raw.splitlines()[-1])
        if "refused" in told:
            raise Refused(told["refused"])
        return told["rows"]

    def answer(self, probe):
        state = f" VERSION AS OF {self.before}" if probe.before else ""
        return [tuple(row) for row in self.ask(probe.sql("{table}" + state, literal))]


class DuckDb:
    """Its own Iceberg extension."""

    name = "DuckDB"

    def __init__(self, account, uri, credential, before):
        self.duck, self.before = attached(account, uri, credential), before
        self.duck.execute("SET TimeZone = 'UTC'")

    def ask(self, sql):
        try:
            return self.duck.sql(sql.format(table="lake.mobility.trades")).fetchall()
        except Exception as error:
            raise Refused(str(error)) from error

    def answer(self, probe):
        state = f" AT (VERSION => {self.before})" if probe.before else ""
        return self.ask(probe.sql("{table}" + state, lambda one: literal(one, "TIMESTAMPTZ")))


class PyIceberg:
    """A scan that prunes by the condition."""

    name = "PyIceberg"
    CONDITIONS = {
        "=": iceberg.EqualTo,
        "!=": iceberg.NotEqualTo,
        "<=": iceberg.LessThanOrEqual,
        ">": iceberg.GreaterThan,
        "in": iceberg.In,
        "starts": iceberg.StartsWith,
    }
    OF_NULL = {"null": iceberg.IsNull, "not null": iceberg.NotNull, "nan": iceberg.IsNaN}

    def __init__(self, table, before):
        self.table, self.before = table, before

    def answer(self, probe):
        try:
            scan = self.table.scan(
                row_filter=self._filter(probe.where),
                selected_fields=probe.columns,
                snapshot_id=self.before if probe.before else None,
            )
            read = scan.to_arrow()
        except Exception as error:
            raise Refused(str(error)) from error
        return tuples(probe, read)

    def _filter(self, where):
        if not where:
            return iceberg.AlwaysTrue()
        groups = [self._all(group) for group in where]
        return iceberg.Or(*groups) if len(groups) > 1 else groups[0]

    def _all(self, group):
        atoms = [self._atom(*atom) for atom in group]
        return iceberg.And(*atoms) if len(atoms) > 1 else atoms[0]

    def _atom(self, column, op, value):
        if op in self.OF_NULL:
            return self.OF_NULL[op](column)
        written = value.isoformat() if isinstance(value, datetime) else value
        return self.CONDITIONS[op](column, written)


class Files:
    """Engines that read the files of a table by their path, with the keys they are given."""

    CONDITIONS = {
        "=": lambda cell, value: cell == value,
        "!=": lambda cell, value: cell != value,
        "<=": lambda cell, value: cell <= value,
        ">": lambda cell, value: cell > value,
        "in": lambda cell, value: cell.isin(list(value)),
        "starts": lambda cell, value: pc.starts_with(cell, value),
        "null": lambda cell, _: cell.is_null(),
        "not null": lambda cell, _: cell.is_valid(),
        "nan": lambda cell, _: pc.is_nan(cell),
    }

    def __init__(self, keys, paths, endpoint):
        """`paths`: of now, and as it was."""
        self.keys, self.endpoint = keys, endpoint
        self.now, self.before = paths

    def condition(self, where):
        kept = None
        for group in where:
            held = pc.scalar(True)
            for column, op, value in group:
                field = pc.field(*column.split("."))
                held = held & self.CONDITIONS[op](field, value)
            kept = held if kept is None else kept | held
        return kept

    def answer(self, probe):
        paths = self.before if probe.before else self.now
        try:
            read = self.read(paths, probe)
        except Exception as error:
            raise Refused(str(error)) from error
        return tuples(probe, read)


class Pandas(Files):
    name = "pandas"

    def read(self, paths, probe):
        access, secret, token = self.keys
        scheme, _, place = self.endpoint.partition("://")
        files = pyarrow.fs.S3FileSystem(
            access_key=access,
            secret_key=secret,
            session_token=token,
            endpoint_override=place,
            scheme=scheme,
            region="us-east-1",
        )
        condition = self.condition(probe.where)
        frames = [
            pandas.read_parquet(
                path.removeprefix("s3://"),
                filesystem=files,
                columns=list(probe.columns),
                filters=condition,
                dtype_backend="pyarrow",
                partitioning=None,
            )
            for path in paths
        ]
        return pa.Table.from_pandas(pandas.concat(frames), preserve_index=False)


class Wrangler(Files):
    name = "awswrangler"

    def read(self, paths, probe):
        awswrangler.config.s3_endpoint_url = self.endpoint
        access, secret, token = self.keys
        session = boto3.Session(access, secret, token, region_name="us-east-1")
        read = pa.Table.from_pandas(
            awswrangler.s3.read_parquet(
                path=list(paths),
                columns=sorted(probe.named()),
                boto3_session=session,
                dtype_backend="pyarrow",
            ),
            preserve_index=False,
        )
        condition = self.condition(probe.where)
        return read if condition is None else read.filter(condition)


def tuples(probe, read):
    """In the order of the probe; no engine may answer with a column less."""
    if not set(probe.columns) <= set(read.column_names):
        raise Refused(f"only {read.column_names} are there")
    rows = [tuple(row[column] for column in probe.columns) for row in read.to_pylist()]
    return folded(probe.fold, rows)
