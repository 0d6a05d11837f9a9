"""Section F of the case table: rows and cells. `trader_id` is the desk, and `sym` the country."""

import pyarrow as pa
from case import DENIED, INVALID, NOT_FOUND, Case
from millrace_command import millrace
from pyiceberg.schema import Schema
from pyiceberg.types import LongType, NestedField, StringType, StructType

US, EU = "trader_id = 'us'", "trader_id = 'eu'"


class Rows(Case):
    def desks(self, person):
        return [desk for (desk,) in self.selected(person, "trader_id")]

    def test_121_rows_of_one_region(self):
        self.granted_filter(self.analyst, "us", rows=US)
        self.reads(self.analyst, rows=2)
        self.assertEqual(self.desks(self.analyst), ["us", "us"])

    def test_123_rows_of_two_filters_are_joined(self):
        self.granted_filter(self.analyst, "us", rows=US)
        self.granted_filter(self.analyst, "eu", rows=EU)
        self.reads(self.analyst, rows=3)
        self.assertEqual(self.desks(self.analyst), ["eu", "us", "us"])

    def test_127_all_of_it_by_name_is_more_than_a_filter(self):
        self.granted_filter(self.analyst, "us", ["sym"], US)
        self.grant(self.analyst, self.table(), "SELECT")
        self.reads(self.analyst)

    def test_132_of_a_person_and_of_all_people_filters_are_joined(self):
        self.granted_filter(self.analyst, "us", rows=US)
        self.granted_filter(f"{self.G.id}:IAMPrincipals", "eu", rows=EU)
        self.assertEqual(self.desks(self.analyst), ["eu", "us", "us"])
        self.assertEqual(self.desks(self.steward), ["eu"])

    def test_138_texts_are_compared_by_case(self):
        self.granted_filter(self.analyst, "abc", rows="sym = 'abc'")
        self.reads(self.analyst, rows=0)
        self.granted_filter(self.steward, "known", rows="sym = 'ABC'")
        self.reads(self.steward, rows=2)

    def test_145_across_accounts_filters_cut_each_other(self):
        self.filter("us", rows=US)
        self.grant(self.C, self.cells("us"), "SELECT", wgo=["SELECT"])
        self.filter("abc", rows="sym = 'ABC'", by=self.C.admin)
        self.grant(self.quant, self.cells("abc"), "SELECT", by=self.C.admin)
        self.reads(self.quant, rows=1)
        self.assertEqual(self.selected(self.quant, "sym", "trader_id"), [("ABC", "us")])


class Cells(Case):
    def two_desks(self):
        self.granted_filter(self.analyst, "us", ["sym", "trader_id", "px"], US)
        self.granted_filter(self.analyst, "eu", ["sym", "trader_id", "qty"], EU)

    def test_124_each_cell_is_open_where_a_filter_opens_it(self):
        self.two_desks()
        self.reads(self.analyst, "sym", "px", "qty", "trader_id", rows=3)
        rows = self.selected(self.analyst, "trader_id", "px", "qty")
        self.assertEqual(rows, [("eu", None, 20), ("us", 1.0, None), ("us", 3.0, None)])

    def test_126_a_filter_of_all_rows_opens_no_column_of_another(self):
        self.granted_filter(self.analyst, "all", ["sym"])
        self.granted_filter(self.analyst, "us", ["sym", "pnl"], US)
        self.reads(self.analyst, "sym", "pnl")
        rows = self.selected(self.analyst, "sym", "pnl")
        self.assertEqual(rows, [("ABC", 5.0), ("ABC", None), ("XYZ", -7.0), ("XYZ", None)])

    def test_129_tags_and_filters_are_joined(self):
        self.tag(self.columns("sym", "px"), sens="public")
        self.grant(self.analyst, self.tables_by(sens="public"), "SELECT")
        self.granted_filter(self.analyst, "us", rows=US)
        self.reads(self.analyst)
        rows = self.selected(self.analyst, "px", "qty", "trader_id")
        us = [(1.0, 10, "us"), (3.0, 30, "us")]
        self.assertEqual(rows, sorted([*us, (2.0, None, None), (4.0, None, None)], key=repr))

    def test_130_what_is_counted_is_what_is_visible(self):
        self.two_desks()
        self.assertEqual(self.analyst.load(self.G.id, ("mkt", "trades")).scan().count(), 3)

    def test_141_a_filter_over_a_dropped_column_opens_nothing(self):
        self.granted_filter(self.analyst, "us", ["sym", "px"], US)
        self.reads(self.analyst, "sym", "px", rows=2)
        trades = self.eng.load(self.G.id, ("mkt", "trades"))
        with trades.update_schema() as update:
            update.delete_column("trader_id")
        self.reads_nothing(self.analyst)
        # What has its name later is another column.
        with trades.update_schema() as update:
            update.add_column("trader_id", trades.schema().find_type("sym"))
        self.reads_nothing(self.analyst)


class Filters(Case):
    def test_133_to_describe_a_filter_is_not_to_read_by_it(self):
        self.filter("us", rows=US)
        get = self.analyst.lake.get_data_cells_filter
        where = self.cells("us")["DataCellsFilter"]
        self.refused(NOT_FOUND, get, **where)
        self.grant(self.analyst, self.cells("us"), "DESCRIBE")
        told = get(**where)["DataCellsFilter"]
        self.assertEqual(told["RowFilter"], {"FilterExpression": US})
        self.reads_nothing(self.analyst)

    def test_135_a_principal_has_100_filters_of_a_table(self):
        for index in range(101):
            self.filter(f"f{index}", ["sym"])
        entries = [
            {
                "Id": str(index),
                "Principal": {"DataLakePrincipalIdentifier": self.analyst.arn},
                "Resource": self.cells(f"f{index}"),
                "Permissions": ["SELECT"],
            }
            for index in range(100)
        ]
        grant = self.G.admin.lake.batch_grant_permissions
        for first in range(0, 100, 10):
            self.assertEqual(grant(Entries=entries[first : first + 10]).get("Failures", []), [])
        self.refused(INVALID, self.grant, self.analyst, self.cells("f100"), "SELECT")
        # Eleven filters of a table in one request are one too many.
        more = [{**entry, "Permissions": ["DESCRIBE"]} for entry in entries[:11]]
        self.refused(INVALID, grant, Entries=more)

    def test_136_predicates_are_a_small_language(self):
        for rows in ("px > qty", "upper(sym) = 'A'", f"sym = '{'a' * 2048}'", "px = 'text'"):
            self.refused(INVALID, self.filter, "bad", rows=rows)

    def test_139_some_names_of_columns_exclude_row_filters(self):
        self.make_table(self.eng, "odd", ["ctid", "a"])
        on_odd = {"table": "odd"}
        self.refused(INVALID, self.filter, "f", rows="a = 'x'", **on_odd)
        self.filter("f", columns=["a"], table="odd")

    def test_142_a_filter_in_use_stays(self):
        self.granted_filter(self.analyst, "us", ["sym"], US)
        delete = self.G.admin.lake.delete_data_cells_filter
        self.refused(INVALID, delete, **self.cells("us")["DataCellsFilter"])
        self.reads(self.analyst, "sym", rows=2)
        self.revoke(self.analyst, self.cells("us"), "SELECT")
        delete(**self.cells("us")["DataCellsFilter"])
        self.reads_nothing(self.analyst)

    def test_142_by_force_a_filter_goes_with_its_grants(self):
        self.granted_filter(self.analyst, "us", ["sym"], US)
        self.granted_filter(self.analyst, "px", ["px"])
        words = ("filter", "delete", f"{self.G.id}/mkt.trades", "us")
        as_admin = ("--profile", self.G.profile)
        with self.assertRaisesRegex(Exception, "is granted; revoke it first"):
            millrace(*words, *as_admin, "--json")
        millrace(*words, "--force", *as_admin, "--json")
        # Nothing wider takes its place, and a new filter of the name is nobody's.
        self.reads(self.analyst, "px")
        self.filter("us", ["sym"])
        self.reads(self.analyst, "px")

    def test_a_filter_is_changed_as_it_was_read_or_not_at_all(self):
        self.granted_filter(self.analyst, "us", ["sym"], US)
        lake = self.G.admin.lake
        read = lake.get_data_cells_filter(**self.cells("us")["DataCellsFilter"])["DataCellsFilter"]
        eu = {**read, "RowFilter": {"FilterExpression": US.replace("us", "eu")}}
        lake.update_data_cells_filter(TableData=eu)
        changed = "ConcurrentModificationException"
        self.refused(changed, lake.update_data_cells_filter, TableData=read)
        again = lake.get_data_cells_filter(**self.cells("us")["DataCellsFilter"])
        lake.update_data_cells_filter(TableData={**read, "VersionId": self.version(again)})
        self.reads(self.analyst, "sym", rows=2)

    def version(self, answer):
        return answer["DataCellsFilter"]["VersionId"]

    def test_144_to_grant_a_filter_needs_all_columns(self):
        self.grant(self.analyst, self.columns("sym"), "SELECT", wgo=["SELECT"])
        self.filter("f", rows="sym = 'ABC'")
        by = {"by": self.analyst}
        self.refused(DENIED, self.grant, self.steward, self.cells("f"), "SELECT", **by)
        self.refused(DENIED, self.filter, "g", rows="sym = 'ABC'", **by)

    def test_147_cells_of_nested_columns_cannot_be_filtered(self):
        descriptor = {
            "Columns": [
                {"Name": "a", "Type": "string"},
                {"Name": "deep", "Type": "struct<b:string>"},
            ]
        }
        self.eng.glue.create_table(
            CatalogId=self.G.id,
            DatabaseName="mkt",
            TableInput={
                "Name": "nested",
                "StorageDescriptor": descriptor,
                "Parameters": {"table_type": "ICEBERG"},
            },
        )
        on = {"table": "nested"}
        self.refused(INVALID, self.filter, "f", ["deep"], "a = 'x'", **on)
        # Rows alone, and columns alone, may be chosen.
        self.filter("rows", rows="a = 'x'", table="nested")
        self.filter("columns", columns=["a", "deep"], table="nested")

    def test_rows_are_chosen_by_fields_of_structs(self):
        inner = StructType(NestedField(5, "n", LongType(), required=False))
        deep = StructType(
            NestedField(3, "b", StringType(), required=False),
            NestedField(4, "c", inner, required=False),
        )
        schema = Schema(
            NestedField(1, "sym", StringType(), required=False),
            NestedField(2, "deep", deep, required=False),
        )
        table = self.eng.catalog(self.G.id).create_table(("mkt", "nested"), schema=schema)
        rows = [("A", "x", 1), ("B", "x", 5), ("C", "y", 5), ("D", None, 5)]
        data = [{"sym": sym, "deep": {"b": b, "c": {"n": n}}} for sym, b, n in rows]
        data.append({"sym": "E", "deep": None})
        table.append(pa.Table.from_pylist(data, schema=table.schema().as_arrow()))
        on = {"table": "nested"}
        self.filter("f", ["sym"], "deep.b = 'x' AND deep.c.n > 2", **on)
        self.grant(self.analyst, self.cells("f", **on), "SELECT")
        self.assertEqual(self.selected(self.analyst, "sym", name="nested"), [("B",)])
        self.filter("whole", rows="NOT deep.b = 'x'", **on)
        self.grant(self.steward, self.cells("whole", **on), "SELECT")
        read = self.read(self.steward, "nested").to_pylist()
        self.assertEqual(read, [data[2]])
        for bad in ("deep = 'x'", "deep.z = 'x'", "deep.b = 5", "deep.c IS NULL"):
            self.refused(INVALID, self.filter, "bad", rows=bad, **on)
        # The field goes, and what was chosen by it is closed.
        with table.update_schema() as change:
            change.delete_column("deep.b")
        self.reads_nothing(self.analyst, "nested")
