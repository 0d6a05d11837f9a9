"""Livy's magics for Python: `%json name`, `%table name`, `%matplot name`."""

import ast
import datetime
import decimal
import re

MAGIC = re.compile(r"^%(json|table|matplot)\s+(\S.*?)\s*$")


def split(code):
    """The code as ("code", text) and ("magic", (name, argument)) pieces, in order."""
    pieces, lines = [], []

    def flush():
        text = "\n".join(lines)
        if text.strip():
            pieces.append(("code", text))
        lines.clear()

    magic_lines = set() if parses(code) else magics_of(code)
    for number, line in enumerate(code.split("\n")):
        if number in magic_lines:
            flush()
            pieces.append(("magic", MAGIC.match(line).groups()))
        else:
            lines.append(line)
    flush()
    return pieces


def parses(code):
    """A line with a percent sign may also be the inside of a long string."""
    try:
        ast.parse(code)
        return True
    except (SyntaxError, ValueError):
        return False


def magics_of(code):
    return {number for number, line in enumerate(code.split("\n")) if MAGIC.match(line)}


# Livy's names, repl/src/main/resources/fake_shell.py.
TYPES = (
    (bool, "BOOLEAN_TYPE"),
    (int, "BIGINT_TYPE"),
    (float, "DOUBLE_TYPE"),
    (str, "STRING_TYPE"),
    (decimal.Decimal, "DECIMAL_TYPE"),
    (datetime.datetime, "TIMESTAMP_TYPE"),
    (datetime.date, "DATE_TYPE"),
    (list, "ARRAY_TYPE"),
    (tuple, "ARRAY_TYPE"),
    (dict, "MAP_TYPE"),
)


def type_name(value):
    if value is None:
        return "NULL_TYPE"
    return next((name for kind, name in TYPES if isinstance(value, kind)), "STRING_TYPE")


def table(value):
    """`application/vnd.livy.table.v1+json` of a list of rows, or of one row."""
    if isinstance(value, dict) or not isinstance(value, (list, tuple)):
        value = [value]
    rows = [cells(row) for row in value]
    names = list(dict.fromkeys(name for row in rows for name in row))
    headers = [{"type": column_type(rows, name), "name": name} for name in names]
    data = [[plain(row.get(name)) for name in names] for row in rows]
    return {"headers": headers, "data": data}


def cells(row):
    if hasattr(row, "asDict"):
        row = row.asDict()
    if isinstance(row, dict):
        return {str(name): value for name, value in row.items()}
    if isinstance(row, (list, tuple)):
        return {str(place): value for place, value in enumerate(row)}
    return {"0": row}


def column_type(rows, name):
    found = {type_name(row.get(name)) for row in rows} - {"NULL_TYPE"}
    if not found:
        return "NULL_TYPE"
    if len(found) > 1:
        raise TypeError(f"table rows have different types in column {name}")
    return found.pop()


def plain(value):
    """A value that JSON can carry; what it cannot becomes text."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if hasattr(value, "asDict"):
        value = value.asDict()
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    return str(value)
