"""Section J of the case table: who saw what, in the owner's audit and in the reader's."""

import json

from case import Case
from millrace_command import millrace


class Audit(Case):
    def setUp(self):
        super().setUp()
        self.filter("some", ["sym", "px"], rows="sym = 'ABC'")
        self.grant(self.C, self.cells("some"), "SELECT", wgo=["SELECT"])
        self.grant(self.quant, self.cells("some"), "SELECT", by=self.C.admin)

    def read_of(self, account, **query):
        """The newest record of keys that were handed out for trades, in an account's audit."""
        words = [word for name, value in query.items() for word in (f"--{name}", value)]
        arn = f"arn:aws:glue:us-east-1:{self.G.id}:table/mkt/trades"
        words += ["--resource", arn, "--action", "catalog.credentials-vended", "--json"]
        return millrace("audit", "list", "--profile", account.profile, *words)[0]

    def test_211_the_owner_learns_an_id_unless_the_readers_account_trusts_it(self):
        self.reads(self.quant, "sym", "px", rows=2)
        owners, own = self.read_of(self.G), self.read_of(self.C)
        who = self.quant.iam.get_user()["User"]
        self.assertEqual((owners["actor"], owners["principal"]), (who["UserId"], who["UserId"]))
        self.assertNotIn("user/quant", json.dumps(owners))
        self.assertEqual(owners["detail"]["callerAccountId"], self.C.id)
        self.assertEqual(own["principal"], self.quant.arn)
        shared = [one["detail"]["sharedEventId"] for one in (owners, own)]
        self.assertEqual(*shared)
        for copy in (owners, own):
            self.assertEqual(copy["detail"]["columns"], ["sym", "px"])
            self.assertEqual(len(copy["detail"]["filterDigest"]), 64)
            self.assertEqual(copy["decision"], "allowed")

        self.C.put_settings(TrustedResourceOwners=[self.G.id])
        self.reads(self.quant, "sym", "px", rows=2)
        self.assertEqual(self.read_of(self.G)["principal"], self.quant.arn)
        # What was sealed before stays as it was.
        found = self.read_of(self.G, principal=who["UserId"])
        self.assertEqual(found["detail"]["sharedEventId"], shared[0])

    def test_usage_names_those_of_other_accounts_by_id(self):
        self.reads(self.quant, "sym", "px", rows=2)
        user_id = self.quant.iam.get_user()["User"]["UserId"]
        asked = ("dataset", "usage", f"{self.G.id}/mkt.trades", "--profile", self.G.profile)
        readers = [one["principal"] for one in millrace(*asked, "--json")["readers"]]
        self.assertIn(user_id, readers)
        self.assertNotIn(self.quant.arn, readers)
