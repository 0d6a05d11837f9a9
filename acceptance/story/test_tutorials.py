"""The tutorials of the demo's people; what they change is nothing that other tests look at."""

from tutorial import TutorialCase, blocks_of


class Tutorials(TutorialCase):
    def test_given_a_data_scientist_when_typed_then_the_role_reads_all_but_a_column(self):
        said = self.type_all(blocks_of("data-scientist"))

        self.assertIn("tried, rejected", said)
        self.assertNotIn("'tailnum'", said)
        self.assertRegex(said, r"336776 rows")
        self.assertRegex(said, r"\|\s+EWR\|120835\|")

    def test_given_a_steward_when_typed_then_what_was_decided_is_explained_and_recorded(self):
        said = self.type_all(blocks_of("steward"))

        self.assertIn("key region, value americas", said)
        self.assertIn("its account is of another organization", said)
        self.assertRegex(said, r"mobility\.weather +DESCRIBE,SELECT +- +until 2099-12-31")
        self.assertIn("without tailnum", said)
        self.assertIn("intact true", said)
        self.assertNotIn("intact false", said)
        self.assertIn("~ tag region: +africa", said)
        self.assertRegex(said, r"1 step is done\n+nothing to do: the rules are as the file says")
