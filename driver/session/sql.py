"""Statements of kind sql: Livy's table as `application/json`."""

import json

from session.magics import plain

ROWS_MAX = 1000  # Livy's spark.livy.sql.max-result.


def run(spark, code):
    frame = spark.sql(code)
    schema = json.loads(frame.schema.json())
    rows = [[plain(cell) for cell in row] for row in frame.take(ROWS_MAX)]
    table = {"schema": schema, "data": rows}
    header = "\t".join(field["name"] for field in schema["fields"])
    text = "\n".join([header, *("\t".join(str(cell) for cell in row) for row in rows)])
    return {"application/json": table, "text/plain": text}
