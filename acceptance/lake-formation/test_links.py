"""Section I of the case table: resource links, names in one catalog for what is in another."""

from case import COLUMNS, DENIED, INVALID, NOT_FOUND, Case
from pyiceberg.exceptions import NoSuchTableError


class Links(Case):
    def setUp(self):
        super().setUp()
        director = self.C.admin
        self.grant(self.C, self.table(), "SELECT", wgo=["SELECT"])
        director.glue.create_database(DatabaseInput={"Name": "here"})
        target = {"CatalogId": self.G.id, "DatabaseName": "mkt"}
        linked = {"Name": "there", "TargetDatabase": target}
        director.glue.create_database(DatabaseInput=linked)
        director.glue.create_table(
            DatabaseName="here",
            TableInput={"Name": "trades", "TargetTable": {**target, "Name": "trades"}},
        )
        self.target = {"CatalogId": self.G.id, "DatabaseName": "mkt"}

    def local(self, **resource):
        return {kind: {"CatalogId": self.C.id, **what} for kind, what in resource.items()}

    def link_of_table(self):
        return self.local(Table={"DatabaseName": "here", "Name": "trades"})

    def link_of_database(self):
        return self.local(Database={"Name": "there"})

    def give(self, resource, *permissions):
        self.grant(self.quant, resource, *permissions, by=self.C.admin)

    def read_by(self, person, database):
        return person.load(self.C.id, (database, "trades")).scan().to_arrow()

    def test_192_a_link_is_followed_by_who_sees_it_and_may_read_the_target(self):
        self.give(self.table(), "SELECT")
        self.reads(self.quant)
        for database in ("here", "there"):
            with self.assertRaises(NoSuchTableError):
                self.read_by(self.quant, database)
        self.give(self.link_of_table(), "DESCRIBE")
        self.give(self.link_of_database(), "DESCRIBE")
        for database in ("here", "there"):
            read = self.read_by(self.quant, database)
            self.assertEqual((read.num_rows, read.column_names), (4, COLUMNS["trades"]))

    def test_192_of_a_link_alone_nothing_is_read(self):
        self.give(self.link_of_table(), "ALL")
        self.give(self.link_of_database(), "ALL")
        for database in ("here", "there"):
            with self.assertRaises(NoSuchTableError):
                self.read_by(self.quant, database)
        there = {"DatabaseName": "there"}
        self.refused(NOT_FOUND, self.quant.glue.get_tables, **there)

    def test_192_through_a_link_a_part_is_a_part(self):
        self.give(self.columns("sym", "px"), "SELECT")
        self.give(self.link_of_database(), "DESCRIBE")
        self.assertEqual(self.read_by(self.quant, "there").column_names, ["sym", "px"])

    def test_193_of_a_link_describe_and_drop_are_granted(self):
        for resource in (self.link_of_table(), self.link_of_database()):
            for permission in ("SELECT", "ALTER", "CREATE_TABLE"):
                self.refused(INVALID, self.give, resource, permission)
            self.give(resource, "DESCRIBE", "DROP")
            director = {"by": self.C.admin}
            self.refused(INVALID, self.grant, self.P, resource, "DESCRIBE", **director)

    def test_195_a_new_link_is_its_creators(self):
        get = {"DatabaseName": "here", "Name": "trades"}
        self.refused(NOT_FOUND, self.intern.glue.get_table, **get)
        self.refused(NOT_FOUND, self.intern.glue.get_database, Name="there")
        self.assertEqual(self.intern.glue.get_databases()["DatabaseList"], [])
        shown = self.C.admin.glue.get_table(**get)["Table"]
        self.assertEqual(shown["TargetTable"], {**self.target, "Name": "trades"})
        self.assertNotIn("StorageDescriptor", shown)
        [listed] = self.C.admin.glue.get_tables(DatabaseName="here")["TableList"]
        self.assertEqual(listed["TargetTable"], shown["TargetTable"])
        shown = self.C.admin.glue.get_database(Name="there")["Database"]
        self.assertEqual(shown["TargetDatabase"], self.target)
        [listed] = self.C.admin.glue.get_tables(DatabaseName="there")["TableList"]
        self.assertEqual((listed["CatalogId"], listed["DatabaseName"]), (self.G.id, "mkt"))

    def test_195_in_a_linked_database_nothing_is_made(self):
        create = {"DatabaseName": "there", "TableInput": {"Name": "mine"}}
        self.refused(DENIED, self.C.admin.glue.create_table, **create)
        update = {"Name": "there", "DatabaseInput": {"Name": "there", "Description": "mine"}}
        self.refused(DENIED, self.C.admin.glue.update_database, **update)

    def test_196_what_was_dropped_is_not_read_through_its_link(self):
        self.assertEqual(self.read_by(self.C.admin, "here").num_rows, 4)
        self.eng.glue.delete_table(**self.target, Name="trades")
        for database in ("here", "there"):
            with self.assertRaises(NoSuchTableError):
                self.read_by(self.C.admin, database)
        # The link itself is still there, and nothing of its target goes with it.
        link = {"DatabaseName": "here", "Name": "trades"}
        self.C.admin.glue.get_table(**link)
        self.C.admin.glue.delete_table(**link)
        self.C.admin.glue.delete_database(Name="there")
        self.assertEqual(self.tables_of(self.eng), ["quotes"])

    def test_196_who_may_drop_a_link_drops_no_target(self):
        self.refused(NOT_FOUND, self.quant.glue.delete_table, DatabaseName="here", Name="trades")
        self.give(self.link_of_table(), "DESCRIBE", "DROP")
        self.give(self.link_of_database(), "DESCRIBE", "DROP")
        through = {"DatabaseName": "there", "Name": "trades"}
        self.refused(NOT_FOUND, self.quant.glue.delete_table, **through)
        self.quant.glue.delete_table(DatabaseName="here", Name="trades")
        self.quant.glue.delete_database(Name="there")
        self.reads(self.eng)
