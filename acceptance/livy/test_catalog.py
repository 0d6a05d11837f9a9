import unittest
import uuid

from livy_case import LivyCase


class Catalog(LivyCase):
    def test_given_the_default_catalog_when_a_table_is_made_then_it_reads_back(self):
        name = f"spark_{uuid.uuid4().hex[:8]}"
        self.text(f"spark.sql('CREATE NAMESPACE own.{name}')")
        made = f"spark.range(10).writeTo('own.{name}.t').create()"
        self.text(made)
        self.text(f"spark.range(10, 15).writeTo('own.{name}.t').append()")
        self.assertEqual(self.text(f"spark.table('own.{name}.t').count()"), "15")
        self.assertIn("lake", self.text("spark.catalog.currentCatalog()"))

    def test_given_a_view_in_a_nested_namespace_when_it_is_read_then_its_rows_come(self):
        name = f"own.spark_{uuid.uuid4().hex[:8]}"
        view = f"{name}.inner.late"
        for statement in (
            f"CREATE NAMESPACE {name}",
            f"CREATE NAMESPACE {name}.inner",
            f"CREATE TABLE {name}.inner.t AS SELECT id FROM range(10)",
            f"CREATE VIEW {view} AS SELECT id FROM {name}.inner.t WHERE id > 6",
        ):
            self.text(f"spark.sql({statement!r})")
        self.assertEqual(self.text(f"spark.table('{view}').count()"), "3")
        self.text(f"spark.sql('CREATE OR REPLACE VIEW {view} AS SELECT 1 AS one')")
        self.assertEqual(self.text(f"spark.table('{view}').columns"), "['one']")
        self.text(f"spark.sql('DROP VIEW {view}')")
        listed = f"[row.viewName for row in spark.sql('SHOW VIEWS IN {name}.inner').collect()]"
        self.assertEqual(self.text(listed), "[]")


if __name__ == "__main__":
    unittest.main()
