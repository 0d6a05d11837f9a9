"""What people say of a feature, checked against its table and the spine."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from millrace.past import Run, history
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as f
from pyspark.sql import types as t

TIMESTAMPS = (t.TimestampType, t.TimestampNTZType)
TIMES = (*TIMESTAMPS, t.DateType, t.StringType)
WHOLE_NUMBERS = (t.ByteType, t.ShortType, t.IntegerType, t.LongType)
DAY_MICROS = 86_400_000_000
YEAR_1_MICROS = -62_135_596_800_000_000


class Feature(NamedTuple):
    """
    What `features` takes of a table. `columns` are names, or `{name: its new name}`; without them
    all that are no key and no time and do not begin with `_`. `entity` and the event's `time` are
    said where they are named otherwise than in the spine. What is older than `within` counts as
    none. Of rows of one entity and time that of the greatest `revision` counts, a column of times
    or whole numbers.
    """

    table: str
    columns: Sequence[str] | Mapping[str, str] | None = None
    entity: str | Sequence[str] | None = None
    time: str | None = None
    within: timedelta | None = None
    revision: str | None = None


class Source(NamedTuple):
    """A feature, and what its table says of it."""

    table: str
    keys: Sequence[str]
    time: str
    revision: str | None
    within_micros: int | None
    schema: t.StructType
    # Of the columns that are taken.
    new_names: dict[str, str]
    runs: list[Run]
    whole: bool


def source_of(feature: Feature, spine: DataFrame, entity: Sequence[str], time: str) -> Source:
    spark, table = spine.sparkSession, feature.table
    try:
        schema, past = spark.table(table).schema, history(spark, table)
    except AnalysisException as error:
        told = f"{table} is no table with a past that this role may read; the portal lists those"
        raise ValueError(told) from error
    keys, event = names(feature.entity or entity), feature.time or time
    taken = _taken(feature.columns, schema.names, {*keys, event})
    revision = [] if feature.revision is None else [feature.revision]
    for name in (*keys, event, *revision, *taken):
        if name not in schema.names:
            raise ValueError(f"{table} has no column {name}; it has {', '.join(schema.names)}")
    _demand_time(f"{table}.{event}", schema[event].dataType)
    for name in revision:
        _demand_time(f"{table}.{name}", schema[name].dataType, *WHOLE_NUMBERS)
    if len(keys) != len(entity):
        raise ValueError(f"{table} has the entity {', '.join(keys)}, the spine {', '.join(entity)}")
    for key, other in zip(keys, entity, strict=True):
        _demand_same(f"{table}.{key}", schema[key].dataType, spine.schema[other])
    for name in taken:
        if isinstance(schema[name].dataType, t.MapType | t.VariantType):
            told = "whose values have no order: choose others by `columns`"
            raise TypeError(f"{table}.{name} is {schema[name].dataType.simpleString()}, {told}")
    within = None if feature.within is None else feature.within // timedelta(microseconds=1)
    return Source(table, keys, event, feature.revision, within, schema, taken, *past)


def names(one_or_more: str | Sequence[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else list(one_or_more)


def _taken(
    columns: Sequence[str] | Mapping[str, str] | None, there: Sequence[str], keys: set[str]
) -> dict[str, str]:
    """The new name of each column."""
    if columns is None:
        columns = [name for name in there if name not in keys and not name.startswith("_")]
    return dict(columns) if isinstance(columns, Mapping) else {one: one for one in names(columns)}


def _demand_time(name: str, of: t.DataType, *more: type) -> None:
    if not isinstance(of, (*TIMES, *more)):
        raise TypeError(
            f"{name} is {of.simpleString()}, and neither a time nor a date nor its text"
        )


def _demand_same(name: str, of: t.DataType, other: t.StructField) -> None:
    whole = isinstance(of, WHOLE_NUMBERS) and isinstance(other.dataType, WHOLE_NUMBERS)
    texts = isinstance(of, t.StringType) and isinstance(other.dataType, t.StringType)
    if not (whole or texts or of == other.dataType):
        told = f"{name} is {of.simpleString()}, and {other.name} of the spine"
        raise TypeError(f"{told} {other.dataType.simpleString()}: cast the spine's")


def as_number(frame: DataFrame, name: str) -> Column:
    """
    A time as microseconds since 1970: dates, their text and times without a zone are UTC's. A whole
    number is itself.
    """
    column, of = f.col(f"`{name}`"), frame.schema[name].dataType
    if isinstance(of, WHOLE_NUMBERS):
        return column.cast("bigint")
    if isinstance(of, t.TimestampNTZType):
        column = f.concat(column.cast("string"), f.lit("Z")).cast("timestamp")
    if isinstance(of, TIMESTAMPS):
        return f.unix_micros(column)
    if isinstance(of, t.StringType):
        column = f.to_date(column, "yyyy-MM-dd")
    return f.unix_date(column).cast("bigint") * DAY_MICROS


def not_before(frame: DataFrame, name: str, micros: int) -> Column:
    """In the column's own type, so that files of earlier times are not opened."""
    of = frame.schema[name].dataType
    at = datetime(1970, 1, 1) + timedelta(microseconds=max(micros, YEAR_1_MICROS))
    text = at.isoformat() if isinstance(of, TIMESTAMPS) else at.date().isoformat()
    zone = "Z" if isinstance(of, t.TimestampType) else ""
    return f.col(f"`{name}`") >= f.lit(text + zone).cast(of)
