"""
What a pipeline's script may use beside Spark: the slices that it is to make, its inputs, and one
way to write its output. A script without it gets the same by its arguments.

In a run the pipeline says what these are. In a notebook `begin` does, and the rest of the code is
the same there; in a run `begin` changes nothing, so it may stay in the script.
"""

import datetime
import json
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from millrace import point_in_time
from millrace.feature import Feature, names

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = ["Feature", "as_of", "begin", "features", "inputs", "new_rows", "publish", "slices"]

RUN = "MILLRACE_RUN"
WHOLE = "whole"
CATALOGS = ("lake", "own")


class Work(NamedTuple):
    """What is to be made, of what; tables are named with their catalog."""

    inputs: tuple[str, ...]
    output: str
    first: str
    last: str


begun: list[Work] = []


def begin(
    *, inputs: Iterable[str], output: str, first: str = WHOLE, last: str | None = None
) -> None:
    """
    In a notebook: what a run would be told. Tables are `database.table`, or with `lake` or `own`
    before it. `first` and `last` are days, `2013-12-31`, both of them included; without them the
    output is made as a whole.
    """
    tables = tuple(_qualified(name) for name in inputs)
    begun[:] = [Work(tables, _qualified(output), first, last or first)]


def slices() -> list[str]:
    """The days to make, in order; `["whole"]` where the output is made as a whole."""
    work = _work()
    if work.first == WHOLE:
        return [WHOLE]
    first, last = map(datetime.date.fromisoformat, (work.first, work.last))
    days = (last - first).days + 1
    return [(first + datetime.timedelta(day)).isoformat() for day in range(days)]


def inputs() -> "dict[str, DataFrame]":
    """All rows of each input that are open to the role, by `catalog.database.table`."""
    return {name: _spark().table(name) for name in _work().inputs}


def new_rows(name: str, *, day: str) -> "DataFrame":
    """
    The rows of an input that belong to the slices to make, by its column `day`, of dates or their
    text; all of them where the output is made as a whole.
    """
    frame = _spark().table(_known(name))
    return frame if _work().first == WHOLE else frame.where(_within(frame, day))


def as_of(name: str, instant: str | datetime.datetime) -> "DataFrame":
    """
    What could be read of an input at an instant: its state by the availability clock. An instant
    without a zone is refused, for it would be the session's.
    """
    moment = datetime.datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    if moment.tzinfo is None:
        raise ValueError(f"{instant} says no zone: write {moment.isoformat()}Z for UTC")
    at = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return _spark().read.option("timestampAsOf", at).table(_known(name))


def features(
    spine: "DataFrame",
    features: "Sequence[str | Feature]",
    *,
    entity: str | Sequence[str],
    time: str,
) -> "DataFrame":
    """
    The rows of the spine, each beside what could have been known at its moment: of every feature
    the row of its entity of the newest event that is not later, in the state of the table that was
    there then. What was restated or came later is not seen; where there was nothing, it is null.

    `entity` are the columns that say what a row is about, and `time` that of its moment, a
    timestamp. A feature is the name of a table with columns of these names, where its `time` is
    the event's, or a `Feature`, which says more. Dates and times without a zone are UTC's.
    """
    wanted = [Feature(one) if isinstance(one, str) else one for one in features]
    tables = [_known(one.table) if _told() else _qualified(one.table) for one in wanted]
    sources = [one._replace(table=table) for one, table in zip(wanted, tables, strict=True)]
    return point_in_time.joined(spine, sources, names(entity), time)


def publish(frame: "DataFrame", *, day: str | None = None) -> None:
    """
    Makes the slices of the output be these rows and no others; the table too, where it is not
    there. `day` is the column, of dates or their text, that says the slice of a row: a row of
    another day is an error, and nothing is written then. In a run nobody sees the rows before all
    checks have passed.
    """
    from pyspark.sql import functions as f

    work = _work()
    if (day is None) != (work.first == WHOLE):
        wanted = "no column `day`" if day else "a column `day`"
        raise ValueError(f"to make {work.first} to {work.last} say {wanted}")
    _create(frame, work.output, day)
    if day is None:
        frame.writeTo(work.output).overwrite(f.lit(True))
        return
    within = _within(frame, day)
    told = f.concat(
        f.lit(f"{day} is not of {work.first} to {work.last}: "), f.col(day).cast("string")
    )
    checked = frame.where(
        f.when(within, True).otherwise(f.raise_error(f.coalesce(told, f.lit("null"))))
    )
    # One file a day, so that a day is made anew without touching another.
    made = checked.repartition(day).sortWithinPartitions(day)
    made.writeTo(work.output).overwrite(within)


def _create(frame: "DataFrame", output: str, day: str | None) -> None:
    columns = ", ".join(f"`{one.name}` {one.dataType.simpleString()}" for one in frame.schema)
    partitions = "" if day is None else f" PARTITIONED BY (`{day}`)"
    frame.sparkSession.sql(
        f"CREATE TABLE IF NOT EXISTS {output} ({columns}) USING iceberg{partitions}"
    )


def _within(frame: "DataFrame", day: str) -> "Column":
    from pyspark.sql import functions as f

    work, type_ = _work(), frame.schema[day].dataType.simpleString()
    if type_ not in ("date", "string"):
        raise TypeError(f"{day} is {type_}, and neither a date nor its text")
    parse = str if type_ == "string" else datetime.date.fromisoformat
    return f.col(day).between(f.lit(parse(work.first)), f.lit(parse(work.last)))


def _work() -> Work:
    told = os.environ.get(RUN)
    if told is not None:
        run = json.loads(told)
        tables = tuple(_named(table) for table in run["inputs"])
        return Work(tables, _named(run["output"]), run["first"], run["last"])
    if not begun:
        raise RuntimeError("this is no run of a pipeline: say what it would be told by begin(…)")
    return begun[0]


def _told() -> bool:
    return RUN in os.environ or bool(begun)


def _known(name: str) -> str:
    known = _work().inputs
    wanted = _qualified(name)
    found = [one for one in known if one == wanted or _without_catalog(one) == name]
    if not found:
        raise ValueError(f'"{name}" is no input; these are: {", ".join(known) or "none"}')
    return found[0]


def _named(table: dict[str, str]) -> str:
    """By the session's catalog of its account; a database within another is dots."""
    for catalog in CATALOGS:
        if _spark().conf.get(f"spark.sql.catalog.{catalog}.warehouse", None) == table["account"]:
            return f"{catalog}.{table['database'].replace('/', '.')}.{table['table']}"
    raise RuntimeError(f"no catalog of this session is of account {table['account']}")


def _qualified(name: str) -> str:
    if name.split(".")[0] in CATALOGS:
        return name
    return f"{_spark().catalog.currentCatalog()}.{name}"


def _without_catalog(name: str) -> str:
    return name.split(".", 1)[1]


def _spark() -> "SparkSession":
    from pyspark.sql import SparkSession

    spark = SparkSession.getActiveSession()
    if spark is None:
        raise RuntimeError("there is no Spark session")
    return spark
