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


if __name__ == "__main__":
    unittest.main()
