"""Sections A and B of the case table: administrators, IAM's gate, IAM_ALLOWED_PRINCIPALS."""

from case import DENIED, INVALID, NOT_FOUND, Case
from mesh import ANYTHING, policy_document

IAM_ALLOWED = "IAM_ALLOWED_PRINCIPALS"


class Administrators(Case):
    def test_001_nobody_reads_by_default(self):
        self.reads_nothing(self.analyst)

    def test_003_an_admin_has_no_right_to_data(self):
        self.assertIn("pnl", self.seen(self.G.admin))
        self.reads_nothing(self.G.admin)

    def test_004_an_admin_grants_to_oneself(self):
        self.grant(self.G.admin, self.table(), "SELECT")
        self.reads(self.G.admin)

    def test_006_an_admin_creates_a_database_and_becomes_its_creator(self):
        self.G.admin.glue.create_database(DatabaseInput={"Name": "fresh"})
        listed = self.G.admin.lake.list_permissions(Resource=self.database("fresh"))
        [row] = listed["PrincipalResourcePermissions"]
        self.assertEqual(row["Principal"]["DataLakePrincipalIdentifier"], self.G.admin.arn)
        self.assertEqual(row["Permissions"], ["ALL"])

    def test_007_an_admin_creates_no_table_in_what_others_made(self):
        create = {"DatabaseName": "mkt", "TableInput": {"Name": "fresh"}}
        self.refused(DENIED, self.G.admin.glue.create_table, **create)
        self.grant(self.G.admin, self.database(), "CREATE_TABLE")
        self.G.admin.glue.create_table(**create)

    def test_009_a_read_only_admin_changes_nothing(self):
        self.assertIn("pnl", self.seen(self.ro))
        grant = {"by": self.ro}
        self.refused(DENIED, self.grant, self.analyst, self.table(), "SELECT", **grant)
        self.refused(DENIED, self.tag, self.table(), by=self.ro, domain="ops")

    def test_010_iam_must_let_get_data_access(self):
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        self.grant(self.analyst, self.table(), "SELECT")
        arn = f"arn:aws:glue:us-east-1:{self.G.id}:table/mkt/trades"
        vend = self.analyst.lake.get_temporary_glue_table_credentials
        vend(TableArn=arn)
        deny = {"Effect": "Deny", "Action": "lakeformation:GetDataAccess", "Resource": "*"}
        self.policy_of("analyst", ANYTHING, deny)
        self.addCleanup(self.policy_of, "analyst", ANYTHING)
        self.refused(DENIED, vend, TableArn=arn)
        self.reads_nothing(self.analyst)

    def policy_of(self, user, *statements):
        document = policy_document(*statements)
        put = self.G.admin.iam.put_user_policy
        put(UserName=user, PolicyName="all", PolicyDocument=document)

    def test_012_an_administrator_of_iam_is_no_admin_of_the_lake(self):
        # 57: what one may not see is as if it were absent, so the refusal says no more.
        grant = {"by": self.steward}
        self.refused(NOT_FOUND, self.grant, self.analyst, self.table(), "SELECT", **grant)
        self.grant(self.steward, self.table(), "DESCRIBE")
        self.refused(DENIED, self.grant, self.analyst, self.table(), "SELECT", **grant)
        settings = self.steward.lake.get_data_lake_settings()["DataLakeSettings"]
        settings["DataLakeAdmins"].append({"DataLakePrincipalIdentifier": self.steward.arn})
        self.steward.lake.put_data_lake_settings(DataLakeSettings=settings)
        self.grant(self.analyst, self.table(), "SELECT", by=self.steward)

    def test_013_settings_replace_the_list_of_admins(self):
        self.G.put_settings(self.steward.arn)
        self.grant(self.analyst, self.table(), "SELECT", by=self.steward)
        self.G.put_settings()
        grant = {"by": self.steward}
        self.refused(NOT_FOUND, self.grant, self.analyst, self.table(), "DESCRIBE", **grant)

    def test_015_what_is_implicit_cannot_be_revoked(self):
        self.G.put_settings(self.steward.arn)
        revoke = {"by": self.steward}
        told = self.refused(INVALID, self.revoke, self.G.admin, self.table(), "ALL", **revoke)
        self.assertIn("No permissions revoked", told)


class OpenToIam(Case):
    def test_016_lake_formation_is_off_for_what_iam_alone_decides(self):
        self.grant(IAM_ALLOWED, self.database(), "ALL")
        self.grant(IAM_ALLOWED, self.table(), "ALL")
        self.assertIn("pnl", self.seen(self.analyst))
        self.assertFalse(self.get_table(self.analyst)["IsRegisteredWithLakeFormation"])
        self.reads(self.analyst)

    def test_018_without_defaults_a_new_table_is_not_open_to_iam(self):
        self.make_table(self.eng, "fresh", ["a"])
        listed = self.G.admin.lake.list_permissions(Resource=self.table("fresh"))
        names = [
            row["Principal"]["DataLakePrincipalIdentifier"]
            for row in listed["PrincipalResourcePermissions"]
        ]
        self.assertEqual(names, [self.eng.arn])

    def test_019_defaults_are_all_or_nothing(self):
        who = {"DataLakePrincipalIdentifier": self.steward.arn}
        wrong = [{"Principal": who, "Permissions": ["SELECT"]}]
        put = self.G.admin.lake.put_data_lake_settings
        settings = {"CreateTableDefaultPermissions": wrong}
        self.refused(INVALID, put, DataLakeSettings=settings)

    def test_027_what_is_open_to_iam_is_shared_from_version_4_on(self):
        self.grant(IAM_ALLOWED, self.table(), "ALL")
        self.G.put_settings(Parameters={"CROSS_ACCOUNT_VERSION": "3"})
        self.refused(INVALID, self.grant, self.C, self.table(), "SELECT")
        self.G.put_settings(Parameters={"CROSS_ACCOUNT_VERSION": "4"})
        self.grant(self.C, self.table(), "SELECT")


class Hybrid(Case):
    """The place is hybrid and `trades` open to IAM; rights of one's own count where opted in."""

    def setUp(self):
        super().setUp()
        self.set_hybrid(True)
        self.addCleanup(self.set_hybrid, False)
        self.grant(IAM_ALLOWED, self.table(), "ALL")
        self.grant(self.analyst, self.columns("sym"), "SELECT")

    def set_hybrid(self, hybrid):
        place = self.mesh.lake.replace("s3://", "arn:aws:s3:::")
        role = self.G.arn_of("role/registrar")
        update = self.G.admin.lake.update_resource
        update(ResourceArn=place, RoleArn=role, HybridAccessEnabled=hybrid)

    def opt_in(self, resource, by=None):
        (by or self.G.admin).lake.create_lake_formation_opt_in(
            Principal={"DataLakePrincipalIdentifier": self.analyst.arn}, Resource=resource
        )

    def test_021_who_is_opted_in_has_what_was_granted(self):
        self.opt_in(self.table())
        self.reads(self.analyst, "sym")
        self.assertEqual(self.seen(self.analyst), ["sym"])

    def test_022_who_is_not_opted_in_has_what_iam_allows(self):
        self.reads(self.analyst)

    def test_024_only_what_is_named_is_opted_into(self):
        self.refused(INVALID, self.opt_in, self.tables_by(domain="market"))

    def test_025_only_admins_opt_somebody_in(self):
        self.refused(DENIED, self.opt_in, self.table(), by=self.analyst)
