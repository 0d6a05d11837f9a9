"""Interrupts come by the thread that reads the channel: what ends it makes the driver deaf."""

import types
import unittest

from py4j.protocol import Py4JError
from session import main


class CancelTest(unittest.TestCase):
    def tried(self, failures):
        """How often Spark is asked where its answer is lost `failures` times."""
        asked = []

        def cancel_job_group(group):
            asked.append(group)
            if len(asked) <= failures:
                raise Py4JError("An error occurred while calling o28.sc")

        driver = main.Driver(channel=None, options={"port": 1})
        context = types.SimpleNamespace(cancelJobGroup=cancel_job_group)
        driver.spark = types.SimpleNamespace(sparkContext=context)
        driver.cancel_jobs(7)
        return asked

    def test_an_answer_that_is_lost_is_asked_for_again(self):
        self.assertEqual(self.tried(2), ["statement-7"] * 3)

    def test_what_cannot_be_cancelled_does_not_end_the_reader(self):
        self.assertEqual(len(self.tried(100)), main.CANCEL_TRIES)


if __name__ == "__main__":
    unittest.main()
