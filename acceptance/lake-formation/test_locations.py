"""Section D of the case table: where tables may be put."""

from case import DENIED, NOT_FOUND, Case

ACCESS = "DATA_LOCATION_ACCESS"


class Locations(Case):
    def create(self, person, location, name="fresh"):
        columns = [{"Name": "a", "Type": "string"}]
        person.glue.create_table(
            CatalogId=self.G.id,
            DatabaseName="mkt",
            TableInput={
                "Name": name,
                "StorageDescriptor": {"Columns": columns, "Location": location},
                "Parameters": {"table_type": "ICEBERG"},
            },
        )

    def test_058_a_registered_place_needs_access_to_it(self):
        self.grant(self.analyst, self.database(), "CREATE_TABLE")
        place = f"{self.mesh.lake}/other/x"
        told = self.refused(DENIED, self.create, self.analyst, place)
        self.assertIn(f"on {place}", told)
        # Below the place of its own database it needs none (D-13), and the place itself does.
        self.refused(DENIED, self.create, self.analyst, f"{self.mesh.lake}/mkt")
        self.create(self.analyst, f"{self.mesh.lake}/mkt/fresh")

    def test_060_places_are_compared_by_their_parts(self):
        self.grant(self.analyst, self.database(), "CREATE_TABLE")
        self.grant(self.analyst, self.location(f"{self.mesh.lake}/oth"), ACCESS)
        self.refused(DENIED, self.create, self.analyst, f"{self.mesh.lake}/other")
        self.create(self.analyst, f"{self.mesh.lake}/oth/er")

    def test_061_a_place_that_nobody_registered_is_for_iam(self):
        self.grant(self.analyst, self.database(), "CREATE_TABLE")
        self.create(self.analyst, f"{self.mesh.raw}/x")
        self.assertEqual(self.seen(self.analyst, "fresh"), ["a"])

    def test_063_to_move_a_table_is_to_need_its_new_place(self):
        self.external(self.eng, f"{self.mesh.lake}/mkt/files")
        self.grant(self.analyst, self.table("files"), "ALTER")
        place = f"{self.mesh.lake}/y"
        self.refused(DENIED, self.move, self.analyst, place)
        self.grant(self.analyst, self.location(place), ACCESS)
        self.move(self.analyst, place)

    def test_064_to_comment_on_a_column_needs_no_place(self):
        place = f"{self.mesh.lake}/mkt/files"
        self.external(self.eng, place)
        self.grant(self.analyst, self.table("files"), "ALTER")
        self.move(self.analyst, place, comment="what it is")
        column = self.get_table(self.analyst, "files")["StorageDescriptor"]["Columns"][0]
        self.assertEqual(column["Comment"], "what it is")

    def external(self, person, location):
        given = {"Columns": [{"Name": "a", "Type": "string"}], "Location": location}
        table = {"Name": "files", "StorageDescriptor": given}
        person.glue.create_table(CatalogId=self.G.id, DatabaseName="mkt", TableInput=table)

    def move(self, person, location, comment=""):
        column = {"Name": "a", "Type": "string", "Comment": comment}
        given = {"Columns": [column], "Location": location}
        table = {"Name": "files", "StorageDescriptor": given}
        person.glue.update_table(CatalogId=self.G.id, DatabaseName="mkt", TableInput=table)

    def test_066_without_grant_option_an_account_grants_no_place_on(self):
        self.revoke(self.eng, self.database(), "ALL")
        made = ["CREATE_TABLE"]
        self.grant(self.P, self.database(), *made, wgo=made)
        place = self.location(f"{self.mesh.lake}/produced")
        self.grant(self.P, place, ACCESS)
        grant = {"by": self.P.admin}
        self.refused(DENIED, self.grant, self.eng, place, ACCESS, **grant)
        self.grant(self.P, place, ACCESS, wgo=[ACCESS])
        self.grant(self.eng, place, ACCESS, **grant)
        self.grant(self.eng, self.database(), *made, **grant)
        self.create(self.eng, f"{self.mesh.lake}/produced/x")

    def test_067_the_account_that_owns_the_place_must_be_named(self):
        place = self.location(f"{self.mesh.lake}/produced")
        self.grant(self.P, place, ACCESS, wgo=[ACCESS])
        del place["DataLocation"]["CatalogId"]
        grant = {"by": self.P.admin}
        self.refused(NOT_FOUND, self.grant, self.eng, place, ACCESS, **grant)
