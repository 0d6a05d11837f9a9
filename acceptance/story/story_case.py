"""What the tests of the demo's end state share: a shell with nothing but `millrace env PROFILE`."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from millrace_command import millrace

LAKE = "111111111111"
OWN = ("AWS_", "PYICEBERG_")
PYTHON = sys.executable


class StoryCase(unittest.TestCase):
    """Commands and scripts as a profile, each in a process of its own."""

    @classmethod
    def setUpClass(cls):
        names = ("quant", "outsider", "director", "auditor", "altdata-producer")
        cls.shells = {name: millrace("env", name, "--shell", "json") for name in names}

    def environment(self, profile):
        others = {k: v for k, v in os.environ.items() if not k.startswith(OWN)}
        return {**others, **self.shells[profile]}

    def run_as(self, profile, *command):
        """Exit code, and what was printed on both outputs."""
        environment = self.environment(profile)
        program = command[0]
        if program == "aws":
            program = str(pathlib.Path(PYTHON).parent / "aws")
        done = subprocess.run(
            [program, *command[1:]], env=environment, capture_output=True, text=True, timeout=240
        )
        return done.returncode, done.stdout, done.stderr

    def python(self, profile, script):
        """What a script prints as JSON; it must succeed."""
        code, out, err = self.run_as(profile, PYTHON, "-c", script)
        self.assertEqual(code, 0, err)
        return json.loads(out.splitlines()[-1])

    def aws(self, profile, *words):
        code, out, err = self.run_as(profile, "aws", *words, "--output", "json")
        self.assertEqual(code, 0, err)
        return json.loads(out or "null")

    def refused(self, profile, error, *words):
        """The AWS CLI prints that error of the service and fails."""
        code, out, err = self.run_as(profile, "aws", *words)
        self.assertNotEqual(code, 0, out)
        self.assertIn(f"({error})", err)
