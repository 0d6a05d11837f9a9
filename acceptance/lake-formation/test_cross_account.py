"""Section H of the case table: what an owner shares, and what a recipient makes of it."""

from case import COLUMNS, DENIED, EVERY, INVALID, NOT_FOUND, Case

WGO = {"wgo": ["SELECT"]}


class Shared(Case):
    def setUp(self):
        super().setUp()
        self.market = self.tables_by(domain="market")
        self.narrower = self.tables_by(domain="market", sens="internal")
        self.director = {"by": self.C.admin}


class ByTags(Shared):
    def test_165_who_was_granted_nothing_locally_reads_nothing(self):
        self.grant(self.C, self.market, "SELECT")
        self.reads_nothing(self.quant)
        # Of a share to the account its admin has what was shared.
        self.reads(self.C.admin)

    def test_166_the_same_policy_needs_grant_option(self):
        self.grant(self.C, self.market, "SELECT")
        self.grant(self.C, self.values("domain", "market"), "DESCRIBE")
        self.refused(DENIED, self.grant, self.quant, self.market, "SELECT", **self.director)
        self.grant(self.C, self.market, "SELECT", **WGO)
        self.grant(self.quant, self.market, "SELECT", **self.director)
        self.reads(self.quant)

    def test_168_another_policy_needs_describe_on_its_pairs(self):
        self.grant(self.C, self.market, "SELECT", **WGO)
        grant = (self.grant, self.quant, self.narrower, "SELECT")
        self.refused(DENIED, *grant, **self.director)
        self.grant(self.C, self.values("domain", "market"), "DESCRIBE")
        self.refused(DENIED, *grant, **self.director)

    def test_169_with_describe_on_all_pairs_no_grant_option_is_needed(self):
        self.grant(self.C, self.market, "SELECT")
        self.grant(self.C, self.values("domain", "market"), "DESCRIBE")
        self.grant(self.C, self.values("sens", "internal"), "DESCRIBE")
        self.grant(self.quant, self.narrower, "SELECT", **self.director)
        self.reads(self.quant)

    def test_171_what_is_granted_on_is_cut_with_the_share(self):
        self.tag(self.columns("pnl"), sens="restricted")
        self.grant(self.C, self.narrower, "SELECT")
        self.grant(self.C, self.values("domain", "market"), "DESCRIBE")
        self.grant(self.quant, self.market, "SELECT", **self.director)
        self.reads(self.quant, *(name for name in EVERY if name != "pnl"))
        self.assertNotIn("pnl", self.seen(self.quant))

    def test_177_178_a_share_taken_back_is_at_once_and_comes_to_life_again(self):
        self.grant(self.C, self.market, "SELECT", **WGO)
        self.grant(self.quant, self.market, "SELECT", **self.director)
        self.reads(self.quant)
        self.revoke(self.C, self.market, "SELECT")
        self.reads_nothing(self.quant)
        self.assertEqual(len(self.rows_of(self.quant)), 1)
        self.grant(self.C, self.market, "SELECT", **WGO)
        self.reads(self.quant)

    def rows_of(self, person):
        who = {"DataLakePrincipalIdentifier": person.arn}
        listed = self.C.admin.lake.list_permissions(CatalogId=self.G.id, Principal=who)
        return listed["PrincipalResourcePermissions"]

    def test_186_the_owners_tags_count_at_once(self):
        self.grant(self.C, self.market, "SELECT", **WGO)
        self.grant(self.quant, self.market, "SELECT", **self.director)
        self.reads(self.quant, name="quotes")
        self.tag(self.table("quotes"), domain="ops")
        self.reads_nothing(self.quant, "quotes")
        self.reads(self.quant)


class ByName(Shared):
    def test_172_without_a_share_nothing_is_there_to_grant(self):
        grant = (self.grant, self.quant, self.table(), "SELECT")
        self.refused(NOT_FOUND, *grant, **self.director)
        self.reads_nothing(self.quant)

    def test_174_people_of_other_accounts_are_granted_from_version_3_on(self):
        self.G.put_settings(Parameters={"CROSS_ACCOUNT_VERSION": "2"})
        self.refused(INVALID, self.grant, self.quant, self.table(), "SELECT")
        self.G.put_settings(Parameters={"CROSS_ACCOUNT_VERSION": "3"})
        self.grant(self.quant, self.table(), "SELECT")
        self.reads(self.quant)
        # Neither the account's admin nor others of it see what went to one person.
        self.refused(NOT_FOUND, self.get_table, self.C.admin)
        self.reads_nothing(self.intern)

    def test_175_a_share_is_not_passed_on_to_others(self):
        self.grant(self.C, self.table(), "SELECT", **WGO)
        others = [self.X, self.X.arn_of("user/user"), self.P, "IAM_ALLOWED_PRINCIPALS"]
        for other in others:
            self.refused(INVALID, self.grant, other, self.table(), "SELECT", **self.director)
        self.grant(self.quant, self.table(), "SELECT", **self.director)

    def test_what_was_shared_without_grant_option_is_not_passed_on(self):
        self.filter("us", ["sym", "trader_id"], "trader_id = 'us'")
        self.grant(self.C, self.cells("us"), "SELECT", **WGO)
        self.grant(self.C, self.table(), "SELECT")
        self.grant(self.quant, self.table(), "SELECT", **self.director)
        self.reads(self.quant, "sym", "trader_id", rows=2)
        self.reads(self.C.admin)
        self.revoke(self.C, self.cells("us"), "SELECT")
        self.reads_nothing(self.quant)
        self.reads(self.C.admin)

    def test_180_an_account_drops_no_database(self):
        for permission in ("DROP", "ALL"):
            self.refused(INVALID, self.grant, self.C, self.database(), permission)
        by_tags = self.databases_by(domain="market")
        self.refused(INVALID, self.grant, self.C, by_tags, "DROP")

    def test_181_of_a_tag_an_account_has_describe_and_associate(self):
        domain = self.values("domain", "market")
        for permission in ("ALTER", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"):
            self.refused(INVALID, self.grant, self.C, domain, permission)
        self.grant(self.C, domain, "DESCRIBE", "ASSOCIATE")

    def test_184_inside_the_organization_a_share_is_seen_at_once(self):
        self.grant(self.C, self.table(), "SELECT")
        self.assertEqual(self.seen(self.C.admin), EVERY)
        self.assertEqual(self.databases_of(self.C.admin), ["mkt"])
        self.assertEqual(self.tables_of(self.C.admin), ["trades"])

    def test_187_a_principal_is_the_whole_of_its_name(self):
        role, same = self.role_of(self.C), self.role_of(self.X)
        self.G.put_settings(AllowFullTableExternalDataAccess=True)
        self.grant(role, self.table(), "SELECT")
        arn = f"arn:aws:glue:us-east-1:{self.G.id}:table/mkt/trades"
        vended = role.lake.get_temporary_glue_table_credentials(TableArn=arn)
        self.assertIn("/mkt/", vended["VendedS3Path"][0])
        vend = same.lake.get_temporary_glue_table_credentials
        self.refused(NOT_FOUND, vend, TableArn=arn)
        self.refused(NOT_FOUND, self.get_table, same)

    def role_of(self, account):
        person = account.role("quant")
        self.addCleanup(account.drop_role, "quant")
        return person

    def test_189_who_makes_a_table_in_the_owners_database_is_its_creator(self):
        self.revoke(self.eng, self.database(), "ALL")
        self.grant(self.P, self.database(), "CREATE_TABLE", wgo=["CREATE_TABLE"])
        self.grant(self.eng, self.database(), "CREATE_TABLE", by=self.P.admin)
        self.make_table(self.eng, "made", ["a"], [("one",)])
        table = self.get_table(self.eng, "made")
        self.assertEqual((table["CatalogId"], table["CreatedBy"]), (self.G.id, self.eng.arn))
        self.reads(self.eng, "a", name="made", rows=1)
        self.reads_nothing(self.analyst, "made")
        self.grant(self.analyst, self.table("made"), "SELECT")
        self.reads(self.analyst, "a", name="made", rows=1)

    def test_190_a_changed_filter_counts_at_the_next_read(self):
        self.filter("some", rows="trader_id = 'us'")
        self.grant(self.C, self.cells("some"), "SELECT", **WGO)
        self.grant(self.quant, self.cells("some"), "SELECT", **self.director)
        self.reads(self.quant, rows=2)
        data = {**self.cells("some")["DataCellsFilter"], "ColumnWildcard": {}}
        changed = {**data, "RowFilter": {"FilterExpression": "trader_id = 'ap'"}}
        self.G.admin.lake.update_data_cells_filter(TableData=changed)
        self.assertEqual(self.selected(self.quant, "trader_id"), [("ap",)])


class Invitations(Shared):
    def test_183_another_organization_accepts_first(self):
        self.grant(self.X, self.table("quotes"), "SELECT")
        self.refused(NOT_FOUND, self.get_table, self.X.admin, "quotes")
        self.reads_nothing(self.X.admin, "quotes")
        shown = self.X.admin.lake.list_permissions(CatalogId=self.G.id)
        self.assertEqual(shown["PrincipalResourcePermissions"], [])
        ram = self.X.admin.client("ram")
        [invitation] = ram.get_resource_share_invitations()["resourceShareInvitations"]
        self.assertEqual(invitation["senderAccountId"], self.G.id)
        self.assertEqual(invitation["status"], "PENDING")
        arn = invitation["resourceShareInvitationArn"]
        # It is not for others to accept.
        accept = self.C.admin.client("ram").accept_resource_share_invitation
        missing = "ResourceShareInvitationArnNotFoundException"
        self.refused(missing, accept, resourceShareInvitationArn=arn)
        ram.accept_resource_share_invitation(resourceShareInvitationArn=arn)
        self.assertEqual(self.seen(self.X.admin, "quotes"), COLUMNS["quotes"])
        self.reads(self.X.admin, name="quotes")
