"""Runs the unittest modules of the folders named as arguments, beside this file.

The last line of its output is JSON: {"passed": int, "failed": int, "skips": [reason, ...]}.
"""

import json
import pathlib
import sys
import time
import unittest

SLOWEST = 5
HERE = pathlib.Path(__file__).resolve().parent


class Counting(unittest.TextTestResult):
    """A text result that also counts what passed, and times each test with what came before it."""

    passed = 0

    def startTestRun(self):
        super().startTestRun()
        self.last = time.monotonic()
        self.times = []

    def stopTest(self, test):
        super().stopTest(test)
        now = time.monotonic()
        self.times.append((now - self.last, test.id()))
        self.last = now

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main(folders):
    suite = unittest.TestSuite()
    for folder in folders:
        # A loader of its own: each remembers the first top-level directory it was given.
        loader = unittest.TestLoader()
        suite.addTests(loader.discover(str(HERE / folder), top_level_dir=str(HERE / folder)))
    runner = unittest.TextTestRunner(stream=sys.stderr, verbosity=2, resultclass=Counting)
    result = runner.run(suite)
    for seconds, test in sorted(result.times, reverse=True)[:SLOWEST]:
        print(f"{seconds:7.1f} s  {test}", file=sys.stderr)
    counts = {
        "passed": result.passed,
        "failed": len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses),
        "skips": [f"{test.id()}: {reason}" for test, reason in result.skipped],
    }
    print(json.dumps(counts), flush=True)


main(sys.argv[1:])
