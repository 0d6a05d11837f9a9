"""Section C of the case table: grants on named resources and columns."""

from case import COLUMNS, DENIED, INVALID, NOT_FOUND, Case
from mesh import ANYTHING, policy_document


class Columns(Case):
    def test_028_select_is_all_columns_and_rows(self):
        self.grant(self.analyst, self.table(), "SELECT")
        self.reads(self.analyst)

    def test_030_a_column_that_is_not_granted_is_not_there(self):
        self.grant(self.analyst, self.columns("sym", "px"), "SELECT")
        self.reads(self.analyst, "sym", "px")
        table = self.analyst.load(self.G.id, ("mkt", "trades"))
        with self.assertRaisesRegex(ValueError, "pnl"):
            table.scan(selected_fields=("pnl",)).to_arrow()

    def test_031_partial_select_narrows_the_metadata(self):
        self.grant(self.analyst, self.columns("sym", "px"), "SELECT")
        self.assertEqual(self.seen(self.analyst), ["sym", "px"])

    def test_033_exclusion_is_open_ended_and_inclusion_is_not(self):
        self.grant(self.analyst, self.columns("sym", table="quotes"), "SELECT")
        self.grant(self.steward, self.all_but("bid", table="quotes"), "SELECT")
        quotes = self.eng.load(self.G.id, ("mkt", "quotes"))
        with quotes.update_schema() as update:
            update.add_column("fee", quotes.schema().find_type("bid"))
        self.reads(self.analyst, "sym", name="quotes")
        self.reads(self.steward, "sym", "ask", "fee", name="quotes")

    def test_given_a_hidden_column_when_it_is_dropped_then_its_past_stays_hidden(self):
        self.grant(self.analyst, self.columns("sym", "bid", table="quotes"), "SELECT")
        keys = self.steward
        self.grant(keys, self.table("quotes"), "SELECT")
        quotes = self.eng.load(self.G.id, ("mkt", "quotes"))
        with quotes.update_schema() as update:
            update.delete_column("ask")
        narrowed = self.analyst.load(self.G.id, ("mkt", "quotes"))
        whole = keys.load(self.G.id, ("mkt", "quotes"))
        for table, past in ((narrowed, ["sym", "bid"]), (whole, ["sym", "bid", "ask"])):
            self.assertEqual(table.scan().to_arrow().column_names, ["sym", "bid"])
            first = table.snapshots()[0].snapshot_id
            self.assertEqual(table.scan(snapshot_id=first).to_arrow().column_names, past)

    def test_034_with_grant_option_columns_are_included(self):
        wgo = {"wgo": ["SELECT"]}
        self.refused(INVALID, self.grant, self.analyst, self.all_but("pnl"), "SELECT", **wgo)
        self.grant(self.analyst, self.columns("sym"), "SELECT", **wgo)

    def test_036_describe_is_no_select(self):
        self.grant(self.analyst, self.table(), "DESCRIBE")
        self.assertEqual(self.seen(self.analyst), COLUMNS["trades"])
        self.reads_nothing(self.analyst)
        place = {"CatalogId": self.G.id, "DatabaseName": "mkt", "Name": "trades"}
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        told = self.analyst.glue.get_unfiltered_table_metadata(
            **place, SupportedPermissionTypes=["COLUMN_PERMISSION"]
        )
        self.assertEqual(told["AuthorizedColumns"], [])

    def test_046_a_part_and_a_change_of_the_whole_exclude_each_other(self):
        self.grant(self.analyst, self.columns("sym"), "SELECT")
        self.refused(INVALID, self.grant, self.analyst, self.table(), "INSERT")

    def test_048_a_part_and_describe_of_the_whole_exclude_each_other(self):
        self.grant(self.analyst, self.columns("sym"), "SELECT")
        self.refused(INVALID, self.grant, self.analyst, self.table(), "DESCRIBE")


class Matrix(Case):
    def test_043_no_select_on_a_database(self):
        self.refused(INVALID, self.grant, self.analyst, self.database(), "SELECT")

    def test_045_columns_carry_select_alone(self):
        self.refused(INVALID, self.grant, self.analyst, self.columns("sym"), "INSERT")


class Levels(Case):
    def test_037_a_database_may_be_seen_without_its_tables(self):
        self.grant(self.analyst, self.database(), "DESCRIBE")
        self.assertEqual(self.databases_of(self.analyst), ["mkt"])
        found = self.analyst.glue.get_database(CatalogId=self.G.id, Name="mkt")
        self.assertEqual(found["Database"]["Name"], "mkt")
        self.assertEqual(self.tables_of(self.analyst), [])

    def test_039_a_right_on_a_table_shows_its_database(self):
        self.refused(NOT_FOUND, self.analyst.glue.get_database, Name="mkt")
        self.grant(self.analyst, self.table("quotes"), "SELECT")
        self.assertEqual(self.databases_of(self.analyst), ["mkt"])
        self.assertEqual(self.tables_of(self.analyst), ["quotes"])

    def test_040_all_tables_are_also_later_ones(self):
        self.grant(self.analyst, self.every_table(), "SELECT")
        self.reads(self.analyst, name="quotes")
        self.make_table(self.eng, "later", ["a"], [("one",)])
        self.reads(self.analyst, "a", name="later", rows=1)

    def test_042_all_on_a_database_is_nothing_on_its_tables(self):
        self.grant(self.analyst, self.database(), "ALL")
        self.reads_nothing(self.analyst)
        self.assertEqual(self.tables_of(self.analyst), [])

    def test_049_insert_is_keys_to_write_and_no_select(self):
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        self.grant(self.analyst, self.table(), "INSERT")
        vended = self.analyst.lake.get_temporary_glue_table_credentials(
            TableArn=self.arn(), Permissions=["INSERT"]
        )
        with_keys = self.analyst.s3_with(vended)
        bucket, _, prefix = vended["VendedS3Path"][0].removeprefix("s3://").partition("/")
        with_keys.put_object(Bucket=bucket, Key=f"{prefix}data/fresh", Body=b"rows")
        self.reads_nothing(self.analyst)

    def arn(self):
        return f"arn:aws:glue:us-east-1:{self.G.id}:table/mkt/trades"

    def test_057_existence_is_not_told(self):
        hidden = self.refused(NOT_FOUND, self.get_table, self.analyst, "trades")
        absent = self.refused(NOT_FOUND, self.get_table, self.analyst, "nothing")
        self.assertEqual(hidden.replace("trades", "?"), absent.replace("nothing", "?"))
        grant = {"by": self.analyst}
        hidden = self.refused(NOT_FOUND, self.grant, self.intern, self.table(), "SELECT", **grant)
        nowhere = self.table("nothing")
        absent = self.refused(NOT_FOUND, self.grant, self.intern, nowhere, "SELECT", **grant)
        self.assertEqual(hidden.replace("trades", "?"), absent.replace("nothing", "?"))
        tags = self.analyst.lake.get_resource_lf_tags
        hidden = self.refused(NOT_FOUND, tags, Resource=self.table())
        absent = self.refused(NOT_FOUND, tags, Resource=nowhere)
        self.assertEqual(hidden.replace("trades", "?"), absent.replace("nothing", "?"))


class Creators(Case):
    def test_051_drop_of_a_database_takes_its_tables(self):
        self.grant(self.analyst, self.database(), "DROP")
        self.refused(NOT_FOUND, self.get_table, self.analyst)
        self.analyst.glue.delete_database(Name="mkt")
        self.refused(NOT_FOUND, self.get_table, self.eng)
        self.refused(NOT_FOUND, self.G.admin.glue.get_database, Name="mkt")

    def test_052_who_creates_a_database_has_all_on_it_and_nothing_in_it(self):
        self.grant(self.steward, {"Catalog": {}}, "CREATE_DATABASE")
        self.steward.glue.create_database(DatabaseInput={"Name": "d"})
        listed = self.G.admin.lake.list_permissions(Resource=self.database("d"))
        [row] = listed["PrincipalResourcePermissions"]
        self.assertEqual(row["Principal"]["DataLakePrincipalIdentifier"], self.steward.arn)
        self.grant(self.analyst, self.database("d"), "CREATE_TABLE")
        self.make_table(self.analyst, "others", ["a"], [("one",)], database="d")
        self.reads_nothing(self.steward, "others", "d")
        self.make_table(self.steward, "own", ["a"], [("one",)], database="d")
        self.reads(self.steward, "a", name="own", database="d", rows=1)

    def test_054_who_creates_a_table_may_grant_it(self):
        self.grant(self.steward, self.database("lab"), "CREATE_TABLE")
        self.make_table(self.steward, "t", ["a"], [("one",)], database="lab")
        table = self.table("t", "lab")
        self.grant(self.analyst, table, "SELECT", by=self.steward)
        self.reads(self.analyst, "a", name="t", database="lab", rows=1)
        # Beyond the account it needs what AWSLakeFormationCrossAccountManager allows.
        deny = {"Effect": "Deny", "Action": "ram:CreateResourceShare", "Resource": "*"}
        put = self.G.admin.iam.put_user_policy
        named = {"UserName": "steward", "PolicyName": "all"}
        put(**named, PolicyDocument=policy_document(ANYTHING, deny))
        try:
            share = {"by": self.steward}
            self.refused(DENIED, self.grant, self.C, table, "SELECT", **share)
        finally:
            put(**named, PolicyDocument=policy_document(ANYTHING))
        self.grant(self.C, table, "SELECT", by=self.steward)

    def test_055_a_creator_reads_no_more_once_the_rows_are_revoked(self):
        self.reads(self.eng)
        self.revoke(self.eng, self.table(), "ALL")
        self.reads_nothing(self.eng)
