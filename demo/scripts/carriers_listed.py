"""Publishes a point-in-time map from carriers to listed companies; prints how many rows it has."""

import sys

import pyarrow
import pyarrow.csv
from pyiceberg.catalog import load_catalog

rows = pyarrow.csv.read_csv(
    sys.argv[1],
    convert_options=pyarrow.csv.ConvertOptions(
        column_types={"valid_from": pyarrow.date32(), "valid_to": pyarrow.date32()},
        null_values=[""],
        strings_can_be_null=True,
    ),
)
table = load_catalog("lake").create_table_if_not_exists("market.carriers_listed", rows.schema)
table.overwrite(rows)
print(table.scan().to_arrow().num_rows)
