import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from session import layers

WORKER = pathlib.Path(__file__).resolve().parent.parent / "worker"
TOLD = (
    "import {daemon}, sys, dataclasses, numpy, only_here\n"
    "print(dataclasses.__file__, numpy.__version__, only_here.__file__, sys.path[-1])"
)


class LayersTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.layer = directory.name
        for name in ("dataclasses", "numpy"):
            pathlib.Path(self.layer, f"{name}.py").write_text("raise ImportError('not ours')\n")
        pathlib.Path(self.layer, "only_here.py").write_text("")

    def worker(self, *arguments):
        """As Spark starts it."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd="/",
            env={"PYTHONPATH": str(WORKER), "MILLRACE_LAYERS": self.layer},
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )

    def test_a_worker_finds_packages_behind_the_standard_librarys_and_the_engines(self):
        done = self.worker("-c", TOLD.format(daemon=layers.DAEMON))

        self.assertEqual(done.returncode, 0, done.stderr)
        standard, version, named, last = done.stdout.decode().split()
        self.assertEqual(os.path.dirname(standard), os.path.dirname(os.__file__))
        self.assertGreater(version, "1.1")
        self.assertEqual(os.path.dirname(named), self.layer)
        self.assertEqual(last, self.layer)

    def test_the_daemon_of_workers_starts_as_sparks_own_and_says_its_port(self):
        done = self.worker("-m", layers.DAEMON, "pyspark.worker")

        self.assertGreater(int.from_bytes(done.stdout[:4], "big"), 0, done.stderr)

    def test_a_driver_without_packages_has_sparks_own_daemon(self):
        self.assertEqual(layers.settings(), {})
        with mock.patch.dict(os.environ, MILLRACE_LAYERS="/a:/b"):
            self.assertEqual(layers.settings(), {"spark.python.daemon.module": layers.DAEMON})
            self.assertEqual(layers.paths(), ["/a", "/b"])


if __name__ == "__main__":
    unittest.main()
