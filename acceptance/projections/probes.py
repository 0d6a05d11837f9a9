"""Forty questions that try to get more out of a table than is open, and their right answers.

A question is columns, conditions and a fold, so that engines with SQL and those without are asked
the same. Its right answer is computed from rows that are plain dictionaries.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from trades import BEFORE, NOW, VISIBLE


@dataclass(frozen=True)
class Probe:
    name: str
    columns: tuple = VISIBLE
    # Any of these groups, in which all hold: (column, operator, value).
    where: tuple = ()
    fold: str = "rows"
    before: bool = False

    @property
    def refused(self):
        """Whether it names what is not there for the reader."""
        return not self.named() <= set(VISIBLE)

    def named(self):
        return {*self.columns, *(column for group in self.where for column, _, _ in group)}

    def answer(self):
        rows = BEFORE if self.before else NOW
        chosen = [row for row in rows if self._holds(row)]
        return folded(self.fold, [tuple(row[column] for column in self.columns) for row in chosen])

    def _holds(self, row):
        groups = [all(holds(row[column], *atom) for column, *atom in one) for one in self.where]
        return not groups or any(groups)

    def sql(self, table, literal):
        wanted = ", ".join(self.columns)
        groups = [
            " AND ".join(f"{column} {SQL[op](value, literal)}" for column, op, value in group)
            for group in self.where
        ]
        where = f" WHERE {' OR '.join(f'({group})' for group in groups)}" if groups else ""
        chosen, grouped = FOLDS_IN_SQL[self.fold]
        return f"SELECT {chosen.format(wanted)} FROM {table}{where}{grouped.format(wanted)}"


def holds(cell, op, value):
    """As SQL has it: nothing but the question for NULL holds of NULL."""
    if op == "null" or cell is None:
        return cell is None and op == "null"
    return HOLDS[op](cell, value)


HOLDS = {
    "=": lambda cell, value: cell == value,
    "!=": lambda cell, value: cell != value,
    "<=": lambda cell, value: cell <= value,
    ">": lambda cell, value: cell > value,
    "in": lambda cell, value: cell in value,
    "starts": lambda cell, value: cell.startswith(value),
    "nan": lambda cell, _: isinstance(cell, float) and math.isnan(cell),
    "not null": lambda _, __: True,
}

SQL = {
    "in": lambda value, literal: f"IN ({', '.join(literal(one) for one in value)})",
    "starts": lambda value, literal: f"LIKE {literal(value + '%')}",
    "nan": lambda _, literal: f"= {literal(math.nan)}",
    "null": lambda _, __: "IS NULL",
    "not null": lambda _, __: "IS NOT NULL",
    **{op: lambda value, literal, op=op: f"{op} {literal(value)}" for op in ("=", "!=", "<=", ">")},
}

FOLDS_IN_SQL = {
    "rows": ("{}", ""),
    "count": ("count(*)", ""),
    "extremes": ("min({0}), max({0})", ""),
    "distinct": ("count(DISTINCT {})", ""),
    "groups": ("{}, count(*)", " GROUP BY {}"),
}


def folded(fold, rows):
    """What becomes of chosen rows; engines without SQL let it be done here as well."""
    if fold == "rows":
        return rows
    if fold == "count":
        return [(len(rows),)]
    cells = [cell for (cell,) in rows]
    known = [cell for cell in cells if cell is not None]
    if fold == "extremes":
        return [(min(known, default=None), max(known, default=None))]
    if fold == "distinct":
        return [(len(set(known)),)]
    return [(cell, cells.count(cell)) for cell in set(cells)]


def literal(value, instant="TIMESTAMP"):
    if isinstance(value, float) and math.isnan(value):
        return "CAST('NaN' AS DOUBLE)"
    if isinstance(value, datetime):
        return f"CAST('{value.isoformat(sep=' ')}' AS {instant})"
    return f"'{value}'" if isinstance(value, str) else repr(value)


def one(column, op, value=None):
    return (((column, op, value),),)


_TAUTOLOGY = ((("px", "<=", 100.0),), (("px", ">", 100.0),), (("px", "null", None),))
_MORNING = datetime(2024, 3, 1, 10, tzinfo=UTC)
_EVER = datetime(2100, 1, 1, tzinfo=UTC)

PROBES = (
    Probe("everything"),
    Probe("a hidden column", ("trader",)),
    Probe("a hidden column among others", ("id", "trader", "px")),
    Probe("a hidden struct", ("venue",)),
    Probe("a field of a hidden struct", ("venue.code",)),
    Probe("a dropped column", ("legacy",)),
    Probe("a column by the name it had", ("id", "book")),
    Probe("by a hidden column's value", ("id",), one("trader", "=", "us")),
    Probe("by a hidden column's lack", ("id",), one("trader", "null")),
    Probe("by a hidden column or anything", ("id",), one("trader", "=", "x") + one("id", ">", -1)),
    Probe("by a hidden struct's field", ("id",), one("venue.code", "starts", "XQ")),
    Probe("counting by a hidden column", ("trader",), fold="groups"),
    Probe("extremes of a hidden column", ("trader",), fold="extremes"),
    Probe("prices above the filter's bound", where=one("px", ">", 100.0)),
    Probe("a price that the filter hides", ("id",), one("px", "=", 100.5)),
    Probe("prices that are no numbers", ("id",), one("px", "nan")),
    Probe("prices that are hidden or lacking", ("id", "px"), one("px", "null")),
    Probe("prices on the bound", ("id", "px"), one("px", "=", 100.0)),
    Probe("prices of minus zero", ("id",), one("px", "=", 0.0)),
    Probe("what holds of every price", ("id",), _TAUTOLOGY),
    Probe("what holds of no price", ("id",), ((("px", "<=", 1.0), ("px", ">", 1.0)),)),
    Probe("desks that the filter does not name", ("id", "desk"), one("desk", "=", "fx")),
    Probe("desks that are hidden or lacking", ("id",), one("desk", "null")),
    Probe("both parts at once", where=((("px", "not null", None), ("qty", "not null", None)),)),
    Probe("symbols in another case", ("id", "sym"), one("sym", "=", "abc")),
    Probe("empty symbols", ("id",), one("sym", "=", "")),
    Probe("lacking symbols", ("id", "sym"), one("sym", "null")),
    Probe("symbols by their first letter", ("id", "sym"), one("sym", "starts", "X")),
    Probe("symbols but one", ("id",), one("sym", "!=", "ABC")),
    Probe("the id of a hidden row", where=one("id", "=", 4)),
    Probe("ids of all rows", ("id",), one("id", "in", tuple(range(420)))),
    Probe("a secret in the notes", ("id", "note"), one("note", "starts", "XQ")),
    Probe("the first instants", ("id", "seen"), one("seen", "<=", _MORNING)),
    Probe("all instants", ("id", "seen"), one("seen", "<=", _EVER)),
    Probe("how many", ("id",), fold="count"),
    Probe("extremes of prices", ("px",), fold="extremes"),
    Probe("extremes of ids", ("id",), fold="extremes"),
    Probe("how many desks", ("desk",), fold="distinct"),
    Probe("how often each symbol", ("sym",), fold="groups"),
    Probe("a row that was taken away", where=one("id", "=", 5)),
    Probe("everything as it was", before=True),
    Probe("a row before it was taken away", where=one("id", "in", (0, 2, 5, 40)), before=True),
    Probe("how many as it was", ("id",), fold="count", before=True),
)
