"""Section E of the case table: the ontology of LF-Tags, how they go down, who attaches them."""

from case import DENIED, EVERY, INVALID, NOT_FOUND, TAGS, Case


class Ontology(Case):
    def test_069_keys_and_values_are_folded(self):
        self.G.admin.lake.create_lf_tag(TagKey="Desk", TagValues=["FX", "Rates"])
        tag = self.G.admin.lake.get_lf_tag(TagKey="desk")
        self.assertEqual((tag["TagKey"], tag["TagValues"]), ("desk", ["fx", "rates"]))

    def test_070_expressions_are_folded_on_grant(self):
        self.grant(self.analyst, self.tables_by(DOMAIN="MARKET"), "SELECT")
        self.reads(self.analyst)

    def test_072_a_resource_has_one_value_of_a_key(self):
        pair = {"TagKey": "domain", "TagValues": ["market", "ops"]}
        add = self.G.admin.lake.add_lf_tags_to_resource
        self.refused(INVALID, add, Resource=self.table(), LFTags=[pair])

    def test_073_another_value_takes_the_place_of_the_old_one(self):
        self.assertEqual(self.tag(self.database(), domain="ops"), [])
        tags = self.G.admin.lake.get_resource_lf_tags(Resource=self.database())
        values = {pair["TagKey"]: pair["TagValues"] for pair in tags["LFTagOnDatabase"]}
        self.assertEqual(values, {"domain": ["ops"], "sens": ["internal"]})

    def test_075_a_call_carries_50_values(self):
        create = self.G.admin.lake.create_lf_tag
        many = [f"v{index}" for index in range(51)]
        self.refused(INVALID, create, TagKey="many", TagValues=many)

    def test_076_a_key_has_1000_values(self):
        lake = self.G.admin.lake
        parts = [[f"v{first + index}" for index in range(50)] for first in range(0, 1000, 50)]
        lake.create_lf_tag(TagKey="many", TagValues=parts[0])
        for part in parts[1:]:
            lake.update_lf_tag(TagKey="many", TagValuesToAdd=part)
        self.refused(INVALID, lake.update_lf_tag, TagKey="many", TagValuesToAdd=["more"])

    def test_096_values_in_use_stay_and_policies_lose_those_that_go(self):
        lake = self.G.admin.lake
        both = self.tables_by(domain="market", region=["us", "eu"])
        self.grant(self.analyst, both, "SELECT")
        lake.update_lf_tag(TagKey="region", TagValuesToDelete=["us"])
        self.tag(self.database(), region="eu")
        self.reads(self.analyst)
        in_use = {"TagKey": "region", "TagValuesToDelete": ["eu"]}
        self.refused(INVALID, lake.update_lf_tag, **in_use, TagValuesToAdd=["ap"])
        self.untag(self.database(), region="eu")
        lake.update_lf_tag(**in_use, TagValuesToAdd=["ap"])
        # The last value of the key is gone from the policy: it matches nothing, not everything.
        self.tag(self.database(), region="ap")
        self.reads_nothing(self.analyst)
        self.assertEqual(lake.get_lf_tag(TagKey="region")["TagValues"], ["ap"])

    def test_097_099_a_policy_over_a_deleted_key_stays_void(self):
        lake = self.G.admin.lake
        market = self.tables_by(domain="market", sens="internal")
        self.grant(self.analyst, market, "SELECT")
        self.reads(self.analyst)
        lake.delete_lf_tag(TagKey="domain")
        self.reads_nothing(self.analyst)
        lake.create_lf_tag(TagKey="domain", TagValues=TAGS["domain"])
        self.tag(self.database(), domain="market")
        self.reads_nothing(self.analyst)
        self.grant(self.analyst, market, "SELECT")
        self.reads(self.analyst)

    def test_100_to_delete_a_tag_needs_drop_on_it(self):
        self.grant(self.steward, self.values("domain", "*"), "DESCRIBE")
        self.refused(DENIED, self.steward.lake.delete_lf_tag, TagKey="domain")
        self.refused(NOT_FOUND, self.analyst.lake.delete_lf_tag, TagKey="domain")


class Inheritance(Case):
    def setUp(self):
        super().setUp()
        self.market = self.tables_by(domain="market")

    def test_078_a_new_table_inherits(self):
        self.grant(self.analyst, self.market, "SELECT")
        self.make_table(self.eng, "n", ["a"], [("one",)])
        self.reads(self.analyst, "a", name="n", rows=1)

    def test_079_a_table_overrides_its_database(self):
        self.grant(self.analyst, self.market, "SELECT")
        self.tag(self.table(), domain="research")
        self.reads_nothing(self.analyst)
        self.reads(self.analyst, name="quotes")

    def test_081_a_key_that_is_not_asked_for_hides_nothing(self):
        self.tag(self.columns("pnl"), region="eu")
        self.grant(self.analyst, self.market, "SELECT")
        self.reads(self.analyst)

    def test_082_every_key_that_is_asked_for_must_be_there(self):
        self.grant(self.analyst, self.tables_by(domain="market", region="us"), "SELECT")
        self.reads_nothing(self.analyst)

    def test_084_a_column_may_be_more_visible_than_its_table(self):
        self.tag(self.columns("sym"), sens="public")
        self.grant(self.analyst, self.tables_by(sens="public"), "SELECT")
        self.reads(self.analyst, "sym")
        self.assertEqual(self.seen(self.analyst), ["sym"])
        self.assertEqual(self.tables_of(self.analyst), ["trades"])

    def test_085_all_on_some_columns_is_select_on_these(self):
        self.tag(self.columns("sym"), sens="public")
        self.grant(self.analyst, self.tables_by(sens="public"), "ALL")
        self.reads(self.analyst, "sym")
        who = {"DataLakePrincipalIdentifier": self.analyst.arn}
        listed = self.G.admin.lake.list_permissions(Principal=who, Resource=self.table())
        rows = listed["PrincipalResourcePermissions"]
        self.assertEqual([row["Permissions"] for row in rows], [["DESCRIBE"], ["SELECT"]])
        part = rows[1]["Resource"]["TableWithColumns"]
        self.assertEqual(part["ColumnNames"], ["sym"])

    def comment(self, person):
        table = person.load(self.G.id, ("mkt", "trades"))
        with table.transaction() as transaction:
            transaction.set_properties(note="mine")

    def test_087_alter_where_every_column_matches(self):
        self.grant(self.analyst, self.market, "ALTER")
        self.comment(self.analyst)

    def test_088_one_column_that_does_not_match_takes_alter_away(self):
        self.grant(self.analyst, self.market, "ALTER")
        self.tag(self.columns("pnl"), domain="ops")
        self.assertEqual(self.tables_of(self.analyst), ["quotes", "trades"])
        with self.assertRaisesRegex(Exception, "Insufficient Lake Formation permission"):
            self.comment(self.analyst)

    def test_090_two_grants_are_an_or(self):
        self.grant(self.analyst, self.tables_by(domain="research"), "SELECT")
        self.grant(self.analyst, self.tables_by(sens="internal"), "SELECT")
        self.reads(self.analyst)

    def test_091_tags_and_names_are_joined(self):
        self.tag(self.columns("sym"), sens="public")
        self.grant(self.analyst, self.tables_by(sens="public"), "SELECT")
        self.grant(self.analyst, self.columns("px"), "SELECT")
        self.reads(self.analyst, "sym", "px")

    def test_093_what_is_removed_shows_what_was_inherited(self):
        self.grant(self.analyst, self.tables_by(sens="internal"), "SELECT")
        self.tag(self.table(), sens="restricted")
        self.reads_nothing(self.analyst)
        self.assertEqual(self.untag(self.table(), sens="restricted"), [])
        self.reads(self.analyst)

    def test_094_what_is_inherited_cannot_be_removed(self):
        self.assertEqual(self.untag(self.table("quotes"), sens="internal"), [NOT_FOUND])


class Attaching(Case):
    def setUp(self):
        super().setUp()
        self.whole = ["SELECT", "INSERT", "DELETE", "DESCRIBE", "ALTER", "DROP"]

    def test_102_associate_is_of_values(self):
        self.grant(self.steward, self.table(), *self.whole, wgo=self.whole)
        self.grant(self.steward, self.values("domain", "market"), "ASSOCIATE")
        self.assertEqual(self.tag(self.table(), by=self.steward, domain="market"), [])
        self.grant(self.steward, self.values("domain", "ops"), "DESCRIBE")
        self.assertEqual(self.tag(self.table(), by=self.steward, domain="ops"), [DENIED])

    def test_103_associate_alone_attaches_nothing(self):
        self.grant(self.steward, self.values("domain", "ops"), "ASSOCIATE")
        self.grant(self.steward, self.table(), "SELECT")
        self.refused(DENIED, self.tag, self.table(), by=self.steward, domain="ops")

    def test_105_rights_without_grant_option_attach_nothing(self):
        self.grant(self.steward, self.values("domain", "ops"), "ASSOCIATE")
        self.grant(self.steward, self.table(), *self.whole)
        self.refused(DENIED, self.tag, self.table(), by=self.steward, domain="ops")
        self.grant(self.steward, self.table(), *self.whole, wgo=self.whole)
        self.assertEqual(self.tag(self.table(), by=self.steward, domain="ops"), [])

    def test_106_a_producer_tags_a_database_of_the_owner(self):
        self.revoke(self.eng, self.database(), "ALL")
        rights = ["DESCRIBE", "CREATE_TABLE", "ALTER"]
        self.grant(self.P, self.database(), *rights, wgo=rights)
        self.grant(self.eng, self.database(), *rights, wgo=rights, by=self.P.admin)
        ops = self.values("domain", "ops")
        self.grant(self.P, ops, "ASSOCIATE", wgo=["ASSOCIATE"])
        self.assertEqual(self.tag(self.database(), by=self.eng, domain="ops"), [NOT_FOUND])
        self.grant(self.eng, ops, "ASSOCIATE", by=self.P.admin)
        self.assertEqual(self.tag(self.database(), by=self.eng, domain="ops"), [])


class Grants(Case):
    def setUp(self):
        super().setUp()
        self.mine = {"by": self.steward}
        self.both = self.tables_by(domain="market", sens="internal")

    def test_108_a_policy_on_databases_says_nothing_of_tables(self):
        self.grant(self.analyst, self.databases_by(domain="market"), "DESCRIBE")
        self.assertEqual(self.databases_of(self.analyst), ["mkt"])
        self.assertEqual(self.tables_of(self.analyst), [])

    def test_109_create_table_by_tags(self):
        self.grant(self.analyst, self.databases_by(domain="market"), "CREATE_TABLE")
        self.grant(self.analyst, self.location(self.mesh.lake), "DATA_LOCATION_ACCESS")
        self.make_table(self.analyst, "n", ["a"], location=f"{self.mesh.lake}/n")
        create = {"DatabaseName": "lab", "TableInput": {"Name": "n"}}
        self.refused(NOT_FOUND, self.analyst.glue.create_table, **create)
        self.grant(self.analyst, self.database("lab"), "DESCRIBE")
        self.refused(DENIED, self.analyst.glue.create_table, **create)

    def give(self, *keys):
        for key in keys:
            value = {"domain": "market", "sens": "internal"}[key]
            pair = self.values(key, value)
            self.grant(self.steward, pair, "GRANT_WITH_LF_TAG_EXPRESSION")

    def test_114_to_grant_by_tags_needs_the_pairs_and_the_right_itself(self):
        self.give("domain", "sens")
        grant = (DENIED, self.grant, self.analyst, self.both, "SELECT")
        self.refused(*grant, **self.mine)
        self.grant(self.steward, self.both, "SELECT", wgo=["SELECT"])
        self.grant(self.analyst, self.both, "SELECT", by=self.steward)
        self.reads(self.analyst)

    def test_115_one_pair_that_is_lacking_is_too_few(self):
        self.give("domain")
        grant = (DENIED, self.grant, self.analyst, self.both, "SELECT")
        self.refused(*grant, **self.mine)

    def test_117_who_holds_a_policy_passes_on_what_it_matches(self):
        self.give("domain", "sens")
        self.grant(self.steward, self.both, "SELECT", wgo=["SELECT"])
        self.grant(self.analyst, self.table(), "SELECT", by=self.steward)
        self.reads(self.analyst)
        self.reads_nothing(self.analyst, "quotes")

    def test_118_another_policy_is_not_the_same_with_fewer_values(self):
        self.give("domain", "sens")
        wide = self.tables_by(domain=["market", "ops"], sens="internal")
        self.grant(self.steward, wide, "SELECT", wgo=["SELECT"])
        self.refused(DENIED, self.grant, self.analyst, self.both, "SELECT", **self.mine)
        self.grant(self.analyst, wide, "SELECT", by=self.steward)

    def test_120_rows_and_effects_are_listed_apart(self):
        self.grant(self.analyst, self.tables_by(domain="market"), "SELECT")
        who = {"DataLakePrincipalIdentifier": self.analyst.arn}
        [row] = self.listed(Principal=who)
        self.assertEqual(row["Permissions"], ["SELECT"])
        expression = row["Resource"]["LFTagPolicy"]["Expression"]
        self.assertEqual(expression, [{"TagKey": "domain", "TagValues": ["market"]}])
        [effect] = self.listed(Principal=who, Resource=self.table())
        self.assertEqual(sorted(effect["Permissions"]), ["DESCRIBE", "SELECT"])
        self.assertEqual(effect["Resource"]["Table"]["Name"], "trades")
        self.assertEqual(self.seen(self.analyst), EVERY)

    def listed(self, **query):
        return self.G.admin.lake.list_permissions(**query)["PrincipalResourcePermissions"]
