import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest

CLUSTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cluster")
BACKEND = "org.apache.spark.executor.CoarseGrainedExecutorBackend"


class LaunchTest(unittest.TestCase):
    """What Spark's worker starts in the place of Java, against a head's socket."""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        path = os.path.join(self.directory.name, "launches")
        self.head = socket.socket(socket.AF_UNIX)
        self.addCleanup(self.head.close)
        self.head.bind(path)
        self.head.listen(1)
        environment = {
            "MILLRACE_PYTHON": sys.executable,
            "MILLRACE_DRIVER": "d-1",
            "MILLRACE_SOCKET": path,
        }
        program = os.path.join(CLUSTER, "launcher", "bin", "java")
        arguments = ["-Xmx768M", BACKEND, "0", "127.0.1.2", "1"]
        self.launcher = subprocess.Popen([program, *arguments], env=environment)
        self.connection, _ = self.head.accept()
        self.addCleanup(self.connection.close)

    def test_a_launcher_says_what_its_worker_wants_and_ends_as_the_box_does(self):
        wish = json.loads(self.connection.makefile().readline())
        self.assertEqual(wish, {"driver": "d-1", "arguments": ["0", "127.0.1.2", "1"]})

        self.connection.sendall(b"3\n")

        self.assertEqual(self.launcher.wait(10), 3)

    def test_a_launcher_that_is_killed_is_noticed(self):
        lines = self.connection.makefile()
        lines.readline()

        self.launcher.kill()
        self.launcher.wait(10)

        self.assertEqual(lines.readline(), "")
