import unittest

from resolver import main

UNKNOWN = """Using Python 3.11.2 environment at: /srv/engine/environments/spark
error: No solution found when resolving dependencies
  cause: Because nowhere was not found in the package registry and you require nowhere, we can
      conclude that your requirements are unsatisfiable.
"""
AWAY = """error: Request failed after 2 retries in 1.3s
  cause: Failed to fetch: https://reader:secret@index.test/simple/a/
"""


ADDED = """Using Python 3.11.2 environment at: /engine
Resolved 12 packages in 80ms
Would download 2 packages
Would install 2 packages
 + humanize==4.17.0
 + a-b==1.0+local
"""


class FoundTest(unittest.TestCase):
    def test_what_is_to_be_added_is_read_from_what_uv_says(self):
        self.assertEqual(main.found_in(ADDED), ["humanize==4.17.0", "a-b==1.0+local"])
        self.assertEqual(main.found_in("Would make no changes\n"), [])


class ReasonTest(unittest.TestCase):
    """The texts are those of uv 0.13.9."""

    def test_a_package_that_is_not_there_is_named_in_one_line(self):
        reason = main.reason_of(UNKNOWN)

        self.assertIn("packages were not found: No solution found", reason)
        self.assertIn("; Because nowhere was not found", reason)
        self.assertNotIn("\n", reason)
        self.assertNotIn("/srv", reason)

    def test_an_index_that_is_away_is_told_apart_and_keeps_its_password(self):
        reason = main.reason_of(AWAY)

        self.assertIn("the package index does not answer", reason)
        self.assertIn("https://index.test/simple/a/", reason)
        self.assertNotIn("secret", reason)

    def test_a_long_story_is_cut(self):
        self.assertEqual(len(main.reason_of("x " * 5000)), main.REASON_LENGTH_MAX)


if __name__ == "__main__":
    unittest.main()
