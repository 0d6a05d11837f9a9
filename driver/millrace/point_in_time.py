"""
Point-in-time joins: the spine's moments and the rows of a feature, each at the first moment at
which it could be known, stand in one order; the newest row so far is what a moment knows.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce

from millrace.feature import Feature, Source, as_number, not_before, source_of
from millrace.past import FOREVER, Run, rows_of
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as f
from pyspark.sql import types as t


def joined(
    spine: DataFrame, features: Sequence[Feature], entity: Sequence[str], time: str
) -> DataFrame:
    """The spine, and beside it what could have been known."""
    _check_spine(spine, entity, time)
    sources = [source_of(feature, spine, entity, time) for feature in features]
    _check_names(spine, sources)
    keys = [f.col(f"`{name}`").alias(key) for name, key in zip(entity, _keys(entity), strict=True)]
    at = f.unix_micros(f.col(f"`{time}`")).alias("at")
    frame = spine.select(f.struct("*").alias("row"), *keys, at)
    for number, source in enumerate(sources):
        frame = _with_run(frame, f"run{number}", source.runs)
    first, needed = _needed(frame, sources)
    for number, numbers in enumerate(needed):
        source = sources[number]
        rows = _rows(frame.sparkSession, source, numbers, first) if numbers else None
        frame = _with_values(frame, number, source, rows)
    made = [
        f.col(f"values{number}.`{name}`").alias(new)
        for number, source in enumerate(sources)
        for name, new in source.new_names.items()
    ]
    return frame.select("row.*", *made)


def _check_spine(spine: DataFrame, entity: Sequence[str], time: str) -> None:
    for name in (*entity, time):
        if name not in spine.columns:
            raise ValueError(f"the spine has no column {name}; it has {', '.join(spine.columns)}")
    of = spine.schema[time].dataType
    if not isinstance(of, t.TimestampType):
        told = "no moment: cast it to a timestamp, with its zone"
        raise TypeError(f"{time} of the spine is {of.simpleString()}, {told}")


def _check_names(spine: DataFrame, sources: Sequence[Source]) -> None:
    """Spark tells no cases apart."""
    made = [(new, one.table) for one in sources for new in one.new_names.values()]
    counts = Counter(name.lower() for name in (*spine.columns, *(new for new, _ in made)))
    for name, table in made:
        if counts[name.lower()] > 1:
            told = "rename or leave out by `columns`"
            raise ValueError(f"{name} of {table} is a second column of this name: {told}")


def _with_run(frame: DataFrame, name: str, runs: list[Run]) -> DataFrame:
    """The run of each moment; null before the first."""
    rows = [(number, run.start, run.end) for number, run in enumerate(runs)]
    schema = f"{name} int, start bigint, end bigint"
    known = f.broadcast(frame.sparkSession.createDataFrame(rows, schema))
    within = (f.col("start") <= f.col("at")) & (f.col("at") < f.col("end"))
    return frame.join(known, within, "left").drop("start", "end")


def _needed(frame: DataFrame, sources: Sequence[Source]) -> tuple[int, list[list[int]]]:
    """The first moment, and the runs of each feature with moments, by one pass over the spine."""
    if not sources:
        return FOREVER, []
    runs = [f.collect_set(f"run{number}") for number in range(len(sources))]
    first, *found = frame.agg(f.min("at"), *runs).collect()[0]
    for source in sources:
        start = source.runs[0].start if source.runs else FOREVER
        if not source.whole and first is not None and first < start:
            told = "the spine has earlier moments, of which nothing is known: leave them out"
            raise ValueError(f"{source.table} keeps no state from before {_text(start)}: {told}")
    return FOREVER if first is None else first, [sorted(numbers) for numbers in found]


def _with_values(
    frame: DataFrame, number: int, source: Source, rows: DataFrame | None
) -> DataFrame:
    run, values, keys = f"run{number}", f"values{number}", _keys(source.keys)
    if rows is None:
        fields = [source.schema[name] for name in source.new_names]
        return frame.withColumn(values, f.lit(None).cast(t.StructType(fields)))
    both = frame.unionByName(rows.withColumnRenamed("run", run), allowMissingColumns=True)
    of_spine = f.col("row").isNotNull()
    order = Window.partitionBy(run, *keys).orderBy("at", of_spine)
    so_far = order.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    # Where rows are of one time, the greatest and the least of them tell whether they differ.
    newest = f.max(f.when(~of_spine, f.struct("event", "revision", "of")))
    other = f.min(f.when(~of_spine, f.struct(-f.col("event"), -f.col("revision"), "of")))
    known = both.select(
        *frame.columns, newest.over(so_far).alias("newest"), other.over(so_far)["of"].alias("other")
    )
    return known.where(of_spine).select(*frame.columns, _answer(source).alias(values))


def _answer(source: Source) -> Column:
    of = f.col("newest.of")
    decided = f.when(of.eqNullSafe(f.col("other")), of).otherwise(f.raise_error(_tie(source)))
    if source.within_micros is None:
        return decided
    return f.when(f.col("newest.event") >= f.col("at") - source.within_micros, decided)


def _rows(spark: SparkSession, source: Source, numbers: Sequence[int], first: int) -> DataFrame:
    """
    The rows of the runs, each at the first moment at which it could be known; without those that
    are too old for the first moment of the spine.
    """
    runs = [source.runs[number] for number in numbers]
    used = {*source.keys, source.time, source.revision, *source.new_names}
    schema = t.StructType([field for field in source.schema if field.name in used])
    states = []
    for number, state in zip(numbers, rows_of(spark, source.table, runs, schema), strict=True):
        state = state.withColumn("_run", f.lit(number))
        if source.within_micros is not None:
            least = max(source.runs[number].start, first) - source.within_micros
            state = state.where(not_before(state, source.time, least))
        states.append(state)
    rows = _union(states)
    event = as_number(rows, source.time)
    revision = f.lit(0) if source.revision is None else as_number(rows, source.revision)
    named = zip(source.keys, _keys(source.keys), strict=True)
    there = [f.col(f"`{name}`").isNotNull() for name in (*source.keys, source.time)]
    return rows.where(reduce(Column.__and__, there)).select(
        *(f.col(f"`{name}`").alias(key) for name, key in named),
        f.col("_run").alias("run"),
        f.greatest(event, "_since").alias("at"),
        event.alias("event"),
        f.coalesce(revision, f.lit(-FOREVER)).alias("revision"),
        f.struct(*(f"`{name}`" for name in source.new_names)).alias("of"),
    )


def _union(frames: Sequence[DataFrame]) -> DataFrame:
    """By halves: one after the other, each step would go through all before it."""
    if len(frames) == 1:
        return frames[0]
    half = len(frames) // 2
    return _union(frames[:half]).union(_union(frames[half:]))


def _tie(source: Source) -> Column:
    keys = [f.col(key).cast("string") for key in _keys(source.keys)]
    event = f.timestamp_micros("newest.event").cast("string")
    return f.concat(
        f.lit(f"{source.table} has two rows of "),
        f.concat_ws(", ", *keys, event),
        f.lit(" with different values: say by `revision` which counts"),
    )


def _keys(entity: Sequence[str]) -> list[str]:
    return [f"key{number}" for number in range(len(entity))]


def _text(at: int) -> str:
    return (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)).isoformat()
