"""RLS policies of section 1.9 and J of the case table. `trader_id` is the desk."""

import json
import os
import subprocess

from case import DENIED, EVERY, INVALID, NOT_FOUND, Case
from millrace_command import millrace

US, EU = "trader_id = 'us'", "trader_id = 'eu'"
DESK = [{"Name": "trader_id", "Type": "string"}]
EXISTS = "AlreadyExistsException"


class RowPolicies(Case):
    def setUp(self):
        super().setUp()
        self.lake = self.G.admin.lake
        self.create("us", US)
        self.grant(self.analyst, self.table(), "SELECT")

    def create(self, name, rows, columns=DESK):
        self.lake.create_rls_policy(Name=name, AttachmentColumns=columns, FilterExpression=rows)

    def attach(self, name, to=None, resource=None, by=None, **more):
        """Without somebody it is the default of the resource."""
        lake = (by or self.G.admin).lake
        on = resource or self.table()
        lake.attach_rls_policy(Name=name, Resource=on, **self.whom(to, "SetDefault"), **more)

    def detach(self, name, to=None, resource=None):
        on = resource or self.table()
        self.lake.detach_rls_policy(Name=name, Resource=on, **self.whom(to, "RemoveDefault"))

    def whom(self, to, word):
        if to is None:
            return {word: True}
        return {"Principal": {"DataLakePrincipalIdentifier": getattr(to, "arn", to)}}

    def desks(self, person):
        return [desk for (desk,) in self.selected(person, "trader_id")]

    def test_a_policy_leaves_its_rows_to_whom_it_is_attached(self):
        self.grant(self.steward, self.table(), "SELECT")
        self.attach("US", self.analyst)
        self.assertEqual(self.desks(self.analyst), ["us", "us"])
        self.reads(self.steward)
        self.create("eu", EU)
        self.attach("eu", self.analyst)
        self.assertEqual(self.desks(self.analyst), ["eu", "us", "us"])
        self.detach("us", self.analyst)
        self.assertEqual(self.desks(self.analyst), ["eu"])
        self.lake.update_rls_policy(Name="eu", FilterExpression="trader_id = 'ap'")
        self.assertEqual(self.desks(self.analyst), ["ap"])

    def test_a_default_is_for_everybody_also_abroad(self):
        self.grant(self.C, self.table(), "SELECT", wgo=["SELECT"])
        self.grant(self.quant, self.table(), "SELECT", by=self.C.admin)
        self.attach("us")
        for person in (self.analyst, self.quant, self.eng):
            self.reads(person, *EVERY, rows=2)
        self.create("eu", EU)
        self.refused(EXISTS, self.attach, "eu")
        # Who writes would read: whose rows are few writes through nothing.
        with self.assertRaisesRegex(Exception, "ACCESS_DENIED|needs the right"):
            self.eng.load(self.G.id, ("mkt", "trades")).append(self.read(self.eng))

    def test_what_filters_open_is_cut_with_what_policies_leave(self):
        self.revoke(self.analyst, self.table(), "SELECT")
        self.granted_filter(self.analyst, "abc", ["sym", "trader_id"], "sym = 'ABC'")
        self.attach("us", self.analyst)
        self.assertEqual(self.selected(self.analyst, "sym", "trader_id"), [("ABC", "us")])

    def test_213_a_table_without_the_column_shows_no_row(self):
        market = self.tables_by(domain="market")
        self.attach("us", self.analyst, market)
        self.grant(self.analyst, self.table("quotes"), "SELECT")
        self.reads(self.analyst, name="quotes", rows=0)
        self.assertEqual(self.desks(self.analyst), ["us", "us"])
        # By name it is told at once.
        self.refused(INVALID, self.attach, "us", self.analyst, self.table("quotes"))

    def test_214_with_a_policy_go_its_attachments(self):
        self.attach("us", self.analyst)
        self.reads(self.analyst, rows=2)
        self.lake.delete_rls_policy(Name="us")
        self.reads(self.analyst)
        self.create("us", US)
        self.assertEqual(self.lake.list_rls_policy_attachments()["RLSPolicyAttachments"], [])
        self.reads(self.analyst)

    def test_a_condition_that_does_not_hold_lifts_nothing(self):
        self.G.put_settings(
            AllowExternalDataFiltering=True,
            ExternalDataFilteringAllowList=[{"DataLakePrincipalIdentifier": self.G.id}],
            AuthorizedSessionTagValueList=["engine"],
        )
        role = self.G.role("trader")
        self.addCleanup(self.G.drop_role, "trader")
        self.grant(role, self.table(), "SELECT")
        text = 'context.iam.principalTags.getTag("desk") == "fx"'
        self.attach("us", role, Condition={"Expression": text})
        self.assertRegex(self.rows_for(desk="fx"), "^.?trader_id.? = 'us'$")
        self.assertEqual(self.rows_for(desk="rates").lower(), "false")
        self.assertEqual(self.rows_for().lower(), "false")

    def rows_for(self, **tags):
        """What an engine that filters itself is told to leave of the rows."""
        trader = self.G.assumed("trader", LakeFormationAuthorizedCaller="engine", **tags)
        told = trader.glue.get_unfiltered_table_metadata(
            CatalogId=self.G.id,
            DatabaseName="mkt",
            Name="trades",
            SupportedPermissionTypes=["COLUMN_PERMISSION", "CELL_FILTER_PERMISSION"],
        )
        return told["RowFilter"]

    def test_policies_are_read_and_listed_as_they_were_made(self):
        policy = self.lake.get_rls_policy(Name="Us")["RLSPolicy"]
        expected = {"CatalogId": self.G.id, "Name": "us", "AttachmentColumns": DESK}
        self.assertEqual(policy, {**expected, "FilterExpression": US})
        self.assertEqual(self.lake.list_rls_policies()["RLSPolicies"], [policy])
        self.attach("us", self.analyst)
        self.attach("us")
        listed = self.lake.list_rls_policy_attachments
        found = listed(PolicyName="us", Resource=self.table())["RLSPolicyAttachments"]
        self.assertEqual(sorted(row["DefaultRLSPolicy"] for row in found), [False, True])
        own = listed(Principal={"DataLakePrincipalIdentifier": self.analyst.arn})
        (row,) = own["RLSPolicyAttachments"]
        self.assertEqual(row["Resource"], self.table())
        self.assertEqual(row["PolicyName"], "us")

    def test_who_attaches_may_associate_the_policy_and_give_away_the_table(self):
        attach = ("us", self.analyst, self.table(), self.steward)
        self.refused(NOT_FOUND, self.attach, *attach)
        policy = {"RLSPolicy": {"CatalogId": self.G.id, "Name": "us"}}
        self.grant(self.steward, policy, "ASSOCIATE")
        self.grant(self.steward, self.table(), "SELECT")
        self.refused(DENIED, self.attach, *attach)
        self.grant(self.steward, self.table(), "ALL", wgo=["ALL"])
        self.attach(*attach)
        self.reads(self.analyst, rows=2)
        self.refused(DENIED, self.steward.lake.delete_rls_policy, Name="us")
        rows = self.lake.list_permissions(Resource=policy)["PrincipalResourcePermissions"]
        self.assertEqual([row["Permissions"] for row in rows], [["ASSOCIATE"]])
        self.revoke(self.steward, policy, "ASSOCIATE")
        self.refused(NOT_FOUND, self.steward.lake.get_rls_policy, Name="us")

    def test_what_is_no_policy_is_refused(self):
        for rows in ("px > 1", "upper(trader_id) = 'A'", "trader_id IN (SELECT a FROM b)"):
            self.refused(INVALID, self.create, "bad", rows)
        self.refused(EXISTS, self.create, "US", US)
        on = {"Name": "us", "Resource": self.table()}
        self.refused(INVALID, self.lake.attach_rls_policy, **on)
        self.refused(INVALID, self.attach, "us", self.analyst, self.database())
        self.attach("us", self.analyst, self.tables_by(domain="market"))
        # What reaches a table only by its tag would be open without it.
        self.refused(INVALID, self.lake.delete_lf_tag, TagKey="domain")

    def test_why_and_what_if_tell_of_them(self):
        as_admin = ("--profile", self.G.profile, "--json")
        attaching = {
            "operation": "AttachRLSPolicy",
            "input": {"Name": "us", "Resource": self.table(), "SetDefault": True},
        }
        words = [os.environ["MILLRACE"], "grant", "what-if", "--file", "-", *as_admin]
        done = subprocess.run(words, input=json.dumps(attaching), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        tried = json.loads(done.stdout)
        rows = {one["principal"]: one.get("rows") for one in tried["effects"]}
        self.assertEqual(rows[self.analyst.arn]["after"], US)
        self.reads(self.analyst)
        self.attach("us")
        told = millrace("explain", self.analyst.arn, f"{self.G.id}/mkt.trades", *as_admin)
        self.assertIn("not every row", told["summary"])
        sentences = [step["sentence"] for step in told["steps"] if step["gate"] == "filter"]
        self.assertRegex(sentences[0], "^RLS policy us on mkt.trades, for everybody")

    def test_a_file_of_rules_tells_them_and_puts_them_back(self):
        self.attach("us", self.analyst)
        self.attach("us", resource=self.tables_by(domain="market"))
        rules = self.rules("export")
        self.assertIn(
            f"resource: {{database: mkt, table: trades}}\n    principal: {self.analyst.arn}", rules
        )
        self.assertIn("principal: everybody", rules)
        self.detach("us", self.analyst)
        self.detach("us", resource=self.tables_by(domain="market"))
        self.lake.delete_rls_policy(Name="us")
        self.reads(self.analyst)
        self.rules("apply", "/dev/stdin", "--yes", told=rules)
        self.assertEqual(self.desks(self.analyst), ["us", "us"])
        self.assertEqual(self.rules("export"), rules)

    def rules(self, *words, told=""):
        command = [os.environ["MILLRACE"], *words, "--profile", self.G.profile]
        done = subprocess.run(command, input=told, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout
