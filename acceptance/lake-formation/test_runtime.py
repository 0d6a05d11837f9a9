"""Section J of the case table: credentials for engines."""

import time

from botocore.exceptions import ClientError
from case import DENIED, INVALID, NOT_FOUND, Case

TAG = "LakeFormationAuthorizedCaller"


class Engines(Case):
    def setUp(self):
        super().setUp()
        self.arn = f"arn:aws:glue:us-east-1:{self.G.id}:table/mkt/trades"
        self.grant(self.analyst, self.table(), "SELECT")

    def vend(self, person, **options):
        return person.lake.get_temporary_glue_table_credentials(TableArn=self.arn, **options)

    def files(self, person, vended):
        """Names of the data files that the keys open."""
        s3 = person.s3_with(vended)
        bucket, _, prefix = vended["VendedS3Path"][0].removeprefix("s3://").partition("/")
        listed = s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}data/")["Contents"]
        for one in listed:
            s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].close()
        return [one["Key"] for one in listed]


class Vending(Engines):
    def test_198_keys_for_engines_are_off_by_default(self):
        self.refused(DENIED, self.vend, self.analyst)

    def test_199_keys_for_the_whole_table_where_the_owner_allows_it(self):
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        self.assertEqual(len(self.files(self.analyst, self.vend(self.analyst))), 1)

    def engine_settings(self):
        self.G.put_settings(
            AllowExternalDataFiltering=True,
            ExternalDataFilteringAllowList=[{"DataLakePrincipalIdentifier": self.G.id}],
            AuthorizedSessionTagValueList=["engine"],
        )

    def test_201_an_engine_names_itself_by_a_tag_that_the_owner_knows(self):
        self.engine_settings()
        role = self.G.role("reader")
        self.addCleanup(self.G.drop_role, "reader")
        self.grant(role, self.table(), "SELECT")
        self.refused(DENIED, self.vend, role)
        self.refused(DENIED, self.vend, self.G.assumed("reader", **{TAG: "other"}))
        known = self.G.assumed("reader", **{TAG: "engine"})
        self.assertEqual(len(self.files(known, self.vend(known))), 1)

    def test_202_keys_live_a_quarter_of_an_hour_at_least(self):
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        # The client itself refuses what is too short.
        lake = self.analyst.client("lakeformation", parameter_validation=False)
        vend = lake.get_temporary_glue_table_credentials
        for seconds in (600, 43_201):
            self.refused(INVALID, vend, TableArn=self.arn, DurationSeconds=seconds)
        self.vend(self.analyst, DurationSeconds=900)

    def test_204_keys_that_were_handed_out_end_within_a_second_of_a_revoke(self):
        """D-19: our own gateway knows of it; on AWS they live until they expire."""
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        vended = self.vend(self.analyst)
        self.assertEqual(len(self.files(self.analyst, vended)), 1)
        self.revoke(self.analyst, self.table(), "SELECT")
        time.sleep(1)
        with self.assertRaises(ClientError) as refused:
            self.files(self.analyst, vended)
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")
        self.grant(self.analyst, self.table(), "DESCRIBE")
        self.refused(DENIED, self.vend, self.analyst)

    def test_205_of_two_tables_at_one_place_no_keys_are_had(self):
        place = f"{self.mesh.raw}/files"
        descriptor = {"Columns": [{"Name": "a", "Type": "string"}], "Location": place}
        for name in ("one", "two"):
            table = {"Name": name, "StorageDescriptor": descriptor}
            self.grant(self.analyst, self.database("lab"), "CREATE_TABLE")
            self.analyst.glue.create_table(DatabaseName="lab", TableInput=table)
        lake = self.G.admin.lake
        arn = place.replace("s3://", "arn:aws:s3:::")
        lake.register_resource(ResourceArn=arn, RoleArn=self.G.arn_of("role/registrar"))
        self.addCleanup(lake.deregister_resource, ResourceArn=arn)
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        vend = self.analyst.lake.get_temporary_data_location_credentials
        self.refused("ConflictException", vend, DataLocations=[place])
        self.analyst.glue.delete_table(DatabaseName="lab", Name="two")
        self.assertIn("Credentials", vend(DataLocations=[place]))


class Conditions(Engines):
    """A grant that counts for people with a tag, of the session or of the role."""

    def setUp(self):
        super().setUp()
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        self.role = self.G.role("trader")
        self.addCleanup(self.G.drop_role, "trader")
        tags = "context.iam.principalTags"
        condition = f'{tags}.hasTag("desk") && {tags}.getTag("desk") == "fx"'
        on = {"Condition": {"Expression": condition}}
        self.grant(self.role, self.table(), "SELECT", **on)

    def test_216_a_grant_asks_for_a_tag(self):
        trader = self.G.assumed("trader", desk="fx")
        self.assertEqual(len(self.files(trader, self.vend(trader))), 1)
        self.assertIn("pnl", self.seen(trader))
        for other in (self.G.assumed("trader", desk="rates"), self.role):
            self.refused(NOT_FOUND, self.vend, other)
            self.refused(NOT_FOUND, self.get_table, other)

    def test_217_a_grant_with_a_condition_shows_no_database(self):
        trader = self.G.assumed("trader", desk="fx")
        self.refused(NOT_FOUND, trader.glue.get_database, Name="mkt")
        self.assertEqual(self.databases_of(trader), [])
