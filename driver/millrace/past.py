"""
The states of a table in few reads. Its history parts into runs: as long as commits only add rows,
the newest state holds all earlier ones, and the commit that brought a file says since when its rows
could be read. So a run is read once; a commit that removes or restates begins another.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import StructField, StructType

FOREVER = 2**63 - 1


class Run(NamedTuple):
    """From `start` until before `end`, in microseconds; `snapshot` is the last of its states."""

    start: int
    end: int
    snapshot: int
    single: bool


class History(NamedTuple):
    runs: list[Run]
    # It reaches back to the table's first state.
    whole: bool


def history(spark: SparkSession, table: str) -> History:
    moments = spark.table(f"{table}.history").select(
        f.unix_micros("made_current_at"), "snapshot_id", "parent_id"
    )
    commits = spark.table(f"{table}.snapshots").select("snapshot_id", "operation", "summary")
    log = moments.collect()
    by_id = {commit.snapshot_id: commit for commit in commits.collect()}
    runs: list[Run] = []
    for at, snapshot, parent in log:
        if runs and parent == runs[-1].snapshot and _only_adds(by_id[parent], by_id[snapshot]):
            runs[-1] = Run(runs[-1].start, FOREVER, snapshot, False)
            continue
        if runs:
            runs[-1] = runs[-1]._replace(end=at)
        runs.append(Run(at, FOREVER, snapshot, True))
    return History(runs, not log or log[0].parent_id is None)


def _only_adds(before: Row, commit: Row) -> bool:
    """So does an overwrite of days that were not there, as its counts show."""
    if commit.operation == "append":
        return True
    then, now = before.summary, commit.summary

    def kept(what: str) -> bool:
        counts = (then.get(f"total-{what}"), now.get(f"added-{what}"), now.get(f"total-{what}"))
        if None in counts:
            return False
        total, added, new_total = map(int, counts)
        return total + added == new_total

    unmarked = then.get("total-delete-files") == now.get("total-delete-files") == "0"
    return commit.operation == "overwrite" and unmarked and kept("data-files") and kept("records")


def rows_of(
    spark: SparkSession, table: str, runs: Sequence[Run], schema: StructType
) -> Iterator[DataFrame]:
    """
    The rows of each run's last state, with columns as they are called now, null where they were not
    there; `_since` is when a row came in the run, null for its start.
    """
    iceberg = spark.sparkContext._jvm.org.apache.iceberg.spark.Spark3Util
    opened = iceberg.loadIcebergTable(spark._jsparkSession, table)
    # Iceberg knows columns by ids, through all their names.
    ids = {one.name(): one.fieldId() for one in opened.schema().columns()}
    names: dict[int, dict[int, str]] = {}
    for run in runs:
        id_ = opened.snapshot(run.snapshot).schemaId()
        if id_ not in names:
            then = opened.schemas().get(id_) or opened.schema()
            names[id_] = {one.fieldId(): one.name() for one in then.columns()}
        rows = spark.read.option("versionAsOf", run.snapshot).table(table)
        found = [(field, names[id_].get(ids[field.name])) for field in schema]
        columns = [_now(rows, field, then) for field, then in found]
        if run.single:
            yield rows.select(*columns, f.lit(None).cast("bigint").alias("_since"))
            continue
        brought = f.broadcast(_brought(spark, table, run))
        yield rows.select(*columns, "_file").join(brought, "_file", "left").drop("_file")


def _now(rows: DataFrame, field: StructField, then: str | None) -> Column:
    if then == field.name and rows.schema[then].dataType == field.dataType:
        return f.col(f"`{then}`")
    column = f.lit(None) if then is None else f.col(f"`{then}`")
    return column.cast(field.dataType).alias(field.name)


def _brought(spark: SparkSession, table: str, run: Run) -> DataFrame:
    """The files that came in the run, and when what they hold was to be read."""
    since = f.unix_micros("made_current_at").alias("_since")
    commits = spark.table(f"{table}.history").select("snapshot_id", since)
    entries = spark.read.option("versionAsOf", run.snapshot).table(f"{table}.entries")
    files = entries.where("status < 2 AND data_file.content = 0")
    return (
        files.select("snapshot_id", f.col("data_file.file_path").alias("_file"))
        .join(commits.where((since > run.start) & (since < run.end)), "snapshot_id")
        .drop("snapshot_id")
    )
