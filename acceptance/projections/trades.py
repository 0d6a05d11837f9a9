"""A table open in part: what it holds, and by brute force what of it somebody may see.

Two data filters hang on the reader's grants. Each opens other rows, and other columns of them; what
neither opens of a row that is open is NULL.
"""

import math
from datetime import UTC, datetime, timedelta

COLUMNS = {
    "id": "BIGINT",
    "sym": "STRING",
    "px": "DOUBLE",
    "qty": "BIGINT",
    "seen": "TIMESTAMP",
    "trader": "STRING",
    "desk": "STRING",
    "note": "STRING",
    "venue": "STRUCT<code: STRING>",
}
HIDDEN = ("trader", "venue")
VISIBLE = tuple(column for column in COLUMNS if column not in HIDDEN)

# A column that was dropped, and how every word begins that stands in hidden cells alone.
GONE = "legacy"
SECRET = "XQ"

_DAY = datetime(2024, 3, 1, 10, tzinfo=UTC)


def _row(number):
    """The lists have lengths without a common factor: every cell meets every other."""
    trader = ("us", f"{SECRET}them", "US", None)[number % 4]
    desk = ("rates", "fx", None)[number % 3]
    sym = ("ABC", "XYZ", "abc", "", None)[number % 5]
    px = (1.5, 100.0, 100.5, math.nan, None, -0.0, 250.0)[number % 7]
    row = {"id": number, "sym": sym, "px": px, "qty": number * 10 if number % 2 else None}
    row |= {"seen": _DAY + timedelta(days=number % 2, seconds=number), "trader": trader}
    open_note = _mine({**row, "desk": desk})
    note = f"note {number}" if open_note else f"{SECRET} {number}"
    return row | {"desk": desk, "note": note, "venue": {"code": f"{SECRET}{number}"}}


def _mine(row):
    """`trader = 'us' AND px <= 100`, where NaN is above all numbers."""
    return row["trader"] == "us" and row["px"] is not None and row["px"] <= 100


def _desks(row):
    """`desk = 'rates' OR sym LIKE 'X%'`."""
    return row["desk"] == "rates" or (row["sym"] or "").startswith("X")


FILTERS = (
    ("trader = 'us' AND px <= 100", ["id", "sym", "px", "seen", "note"], _mine),
    ("desk = 'rates' OR sym LIKE 'X%'", ["id", "sym", "desk", "qty"], _desks),
)

FIRST, SECOND = ([_row(number) for number in range(start, start + 210)] for start in (0, 210))


def visible(rows):
    """What the filters leave, cell by cell."""
    seen = []
    for row in rows:
        opened = [columns for _, columns, opens in FILTERS if opens(row)]
        if opened:
            cells = {column for columns in opened for column in columns}
            seen.append({name: row[name] if name in cells else None for name in VISIBLE})
    return seen


def changed(rows):
    """After a deletion, an update, and a row that its trader gives away."""
    kept = [row for row in rows if row["id"] % 7 != 5]
    dearer = [row | {"px": 99.0} if row["id"] == 2 else row for row in kept]
    return [row | {"trader": f"{SECRET}them"} if row["id"] == 0 else row for row in dearer]


CHANGES = (
    "DELETE FROM {table} WHERE id % 7 = 5",
    "UPDATE {table} SET px = 99.0 WHERE id = 2",
    f"UPDATE {{table}} SET trader = '{SECRET}them' WHERE id = 0",
)

NOW, BEFORE = visible(changed(FIRST + SECOND)), visible(FIRST + SECOND)
