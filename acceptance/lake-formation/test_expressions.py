"""Cases 111 and 112 of section E: saved expressions."""

from case import NOT_FOUND, Case


class Expressions(Case):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.forget)
        self.save("create_lf_tag_expression", "market")
        what = {"CatalogId": self.G.id, "ResourceType": "TABLE", "ExpressionName": "e"}
        self.saved = {"LFTagPolicy": what}
        self.grant(self.analyst, self.saved, "SELECT")

    def save(self, operation, domain):
        expression = [{"TagKey": "domain", "TagValues": [domain]}]
        getattr(self.G.admin.lake, operation)(Name="e", Expression=expression)

    def forget(self):
        lake = self.G.admin.lake
        for saved in lake.list_lf_tag_expressions()["LFTagExpressions"]:
            lake.delete_lf_tag_expression(Name=saved["Name"])

    def rows(self):
        who = {"DataLakePrincipalIdentifier": self.analyst.arn}
        listed = self.G.admin.lake.list_permissions(Principal=who)
        return listed["PrincipalResourcePermissions"]

    def test_111_a_changed_expression_changes_its_grants_at_once(self):
        self.reads(self.analyst)
        self.save("update_lf_tag_expression", "research")
        self.reads_nothing(self.analyst)
        self.save("update_lf_tag_expression", "market")
        self.reads(self.analyst)

    def test_112_with_an_expression_go_its_grants(self):
        self.assertEqual(len(self.rows()), 1)
        self.G.admin.lake.delete_lf_tag_expression(Name="e")
        self.assertEqual(self.rows(), [])
        self.reads_nothing(self.analyst)
        grant = (self.grant, self.analyst, self.saved, "SELECT")
        self.refused(NOT_FOUND, *grant)
        self.save("create_lf_tag_expression", "market")
        self.reads_nothing(self.analyst)
