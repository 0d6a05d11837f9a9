import unittest

from livy_case import Livy

HEAP = "sc._jvm.java.lang.Runtime.getRuntime().maxMemory() >> 20"


class Sizes(unittest.TestCase):
    def setUp(self):
        self.livy = Livy()

    def test_given_a_larger_driver_and_executors_when_opened_then_it_has_room_for_both(self):
        wish = {"driverMemory": "1200M", "numExecutors": 1, "executorMemory": "800m"}
        session = self.livy.open(**wish)
        self.addCleanup(self.livy.close, session)
        # The JVM keeps a survivor space of its young generation for itself.
        self.assertGreater(int(self.livy.text(session, HEAP)), 1800)

    def test_given_what_does_not_fit_when_opened_then_the_maximum_is_named(self):
        status, answer = self.livy.ask("POST", "/sessions", {"driverMemory": "900T"})
        self.assertEqual(status, 429)
        self.assertRegex(answer["msg"], "^the platform has at most .* are wanted$")

    def test_given_jars_when_opened_then_they_are_refused_with_the_reason(self):
        status, answer = self.livy.ask("POST", "/sessions", {"jars": ["s3://b/a"]})
        self.assertEqual(status, 400)
        self.assertTrue(answer["msg"].startswith('"jars" is not offered: the class path is set'))


if __name__ == "__main__":
    unittest.main()
