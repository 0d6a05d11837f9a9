"""Section G of the case table: grant option and revoke."""

import threading

from case import DENIED, INVALID, NOT_FOUND, Case

WGO = {"wgo": ["SELECT"]}


class GrantOption(Case):
    def setUp(self):
        super().setUp()
        self.mine = {"by": self.analyst}

    def test_148_with_grant_option_a_right_is_passed_on(self):
        self.grant(self.analyst, self.table(), "SELECT", **WGO)
        self.grant(self.steward, self.table(), "SELECT", by=self.analyst)
        self.reads(self.steward)

    def test_150_grant_option_is_of_one_permission(self):
        self.grant(self.analyst, self.table(), "SELECT", **WGO)
        self.refused(DENIED, self.grant, self.steward, self.table(), "INSERT", **self.mine)

    def test_151_columns_are_passed_on_as_they_are_or_fewer(self):
        self.grant(self.analyst, self.columns("sym", "px"), "SELECT", **WGO)
        self.grant(self.steward, self.columns("sym"), "SELECT", by=self.analyst)
        self.reads(self.steward, "sym")
        self.refused(DENIED, self.grant, self.steward, self.table(), "SELECT", **self.mine)
        for hidden in (self.columns("sym", "pnl"), self.columns("sym", "nosuch")):
            self.refused(NOT_FOUND, self.grant, self.steward, hidden, "SELECT", **self.mine)

    def test_153_a_revoke_does_not_cascade(self):
        self.grant(self.analyst, self.table(), "SELECT", **WGO)
        self.grant(self.steward, self.table(), "SELECT", by=self.analyst)
        self.revoke(self.analyst, self.table(), "SELECT")
        self.reads_nothing(self.analyst)
        self.reads(self.steward)


class Revokes(Case):
    def rows(self, **query):
        listed = self.G.admin.lake.list_permissions(**query)
        return listed["PrincipalResourcePermissions"]

    def comment(self, person):
        table = person.load(self.G.id, ("mkt", "trades"))
        with table.transaction() as transaction:
            transaction.set_properties(note="mine")

    def test_154_a_part_is_revoked_alone(self):
        self.grant(self.analyst, self.table(), "SELECT", "ALTER")
        self.comment(self.analyst)
        self.revoke(self.analyst, self.table(), "ALTER")
        self.reads(self.analyst)
        with self.assertRaisesRegex(Exception, "Insufficient Lake Formation permission"):
            self.comment(self.analyst)

    def test_156_what_was_never_granted_is_not_revoked(self):
        told = self.refused(INVALID, self.revoke, self.analyst, self.table(), "INSERT")
        self.assertIn("No permissions revoked", told)

    def test_157_rows_are_of_one_resource(self):
        self.grant(self.analyst, self.table(), "SELECT")
        self.refused(INVALID, self.revoke, self.analyst, self.columns("sym"), "SELECT")
        self.reads(self.analyst)

    def test_159_what_another_grant_gives_stays(self):
        self.grant(self.analyst, self.every_table(), "SELECT")
        self.grant(self.analyst, self.table(), "SELECT")
        self.revoke(self.analyst, self.table(), "SELECT")
        self.reads(self.analyst)

    def test_160_the_same_grant_twice_is_one_row(self):
        before = len(self.rows())
        for _ in range(2):
            self.grant(self.analyst, self.table(), "SELECT")
        self.assertEqual(len(self.rows()), before + 1)

    def test_162_grants_at_once_lose_nothing(self):
        """Servers here wait for each other, so that nobody has to try again."""
        failures = []

        def grant(permission):
            try:
                self.grant(self.analyst, self.table(), permission)
            except Exception as error:
                failures.append(error)

        wanted = ["SELECT", "INSERT", "DELETE", "ALTER", "DROP", "DESCRIBE"]
        threads = [threading.Thread(target=grant, args=(one,)) for one in wanted]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        rows = [
            row
            for row in self.rows(Resource=self.table())
            if row["Principal"]["DataLakePrincipalIdentifier"] == self.analyst.arn
        ]
        self.assertEqual([sorted(row["Permissions"]) for row in rows], [sorted(wanted)])

    def test_163_who_cannot_grant_sees_rows_of_their_own(self):
        self.grant(self.analyst, self.table(), "SELECT")
        self.grant(self.steward, self.table(), "SELECT")
        listed = self.analyst.lake.list_permissions(Resource=self.table())
        names = {
            row["Principal"]["DataLakePrincipalIdentifier"]
            for row in listed["PrincipalResourcePermissions"]
        }
        self.assertEqual(names, {self.analyst.arn})
        self.assertGreater(len(self.rows(Resource=self.table())), 2)
