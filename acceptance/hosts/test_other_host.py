"""A Jupyter on another host, not installed by the platform, over TLS with a firm's certificate."""

import configparser
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import unittest
import uuid

from other_host import HERE, NAME, NotAllowed, OtherHost, certificates

MILLRACE = pathlib.Path(os.environ["MILLRACE"])
ROOT = MILLRACE.parent
ENGINE = pathlib.Path(os.environ["MILLRACE_HOME"], "engine").resolve()
START_SECONDS = 120
# Livy's ports lie above it.
PORT = 18_470


def start(environment):
    return subprocess.Popen(
        ["npm", "start", "--silent", "--", "--empty"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def platform_environment(home, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    place = {"MILLRACE_HOME": str(home), "MILLRACE_PORT": str(PORT), "MILLRACE_HOST": HERE}
    return {**kept, **place, **more}


class OtherHostCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        try:
            cls.there = OtherHost()
        except NotAllowed as reason:
            raise unittest.SkipTest(str(reason)) from reason
        cls.addClassCleanup(cls.there.close)
        cls.directory = tempfile.TemporaryDirectory(prefix="other host ")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.home = pathlib.Path(cls.directory.name, "home")
        cls.home.mkdir(mode=0o700)
        (cls.home / "engine").symlink_to(ENGINE)
        certificate, key, cls.authority = certificates(cls.directory.name)
        cls.environment = platform_environment(
            cls.home,
            MILLRACE_TLS_CERT=str(certificate),
            MILLRACE_TLS_KEY=str(key),
            MILLRACE_TLS_CA=str(cls.authority),
            MILLRACE_PUBLIC_URL=f"https://{NAME}:{PORT}",
        )

    def millrace(self, *arguments):
        return subprocess.run(
            [MILLRACE, *arguments], env=self.environment, capture_output=True, text=True
        )

    def start(self):
        platform = start(self.environment)
        self.addCleanup(platform.communicate, timeout=60)
        self.addCleanup(self.millrace, "stop")
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if platform.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the platform did not start: {platform.communicate()[0]}")
            time.sleep(0.5)

    def ready(self):
        found = self.millrace("status", "--json")
        return found.returncode == 0 and json.loads(found.stdout)["engine"]["state"] == "ready"

    def jupyter(self):
        """An environment of the person's own: the recipe for hosts without a C compiler."""
        place = pathlib.Path(self.directory.name, "jupyter")
        uv = ENGINE / "bootstrap/bin/uv"
        python = place / "bin/python"
        lock = ROOT / "driver/environments/notebook.lock"
        base = ENGINE / "environments/notebook/bin/python"
        install = ["pip", "install", "--quiet", "--no-deps", "--python", python, "-r", lock]
        for command in (["venv", "--quiet", "-p", base, place], install):
            subprocess.run([uv, *command], check=True, timeout=600)
        sparkmagic = "import sparkmagic; print(sparkmagic.__path__[0])"
        found = subprocess.run([python, "-c", sparkmagic], capture_output=True, text=True)
        kernel = pathlib.Path(found.stdout.strip(), "kernels/pysparkkernel")
        spec = [python, "-m", "jupyter_client.kernelspecapp", "install", "--sys-prefix", kernel]
        subprocess.run(spec, check=True, capture_output=True)
        return python

    def test_given_tls_when_a_jupyter_elsewhere_connects_then_all_clients_read_the_same_rows(self):
        self.start()
        python = self.jupyter()
        files = configparser.ConfigParser()
        files.read(self.home / "credentials")
        keys = files["governance-admin"]
        namespace = f"far_{uuid.uuid4().hex[:8]}"
        asked = {
            "url": f"https://{NAME}:{PORT}",
            "pair": {"id": keys["aws_access_key_id"], "secret": keys["aws_secret_access_key"]},
            "account": keys["aws_account_id"],
            "namespace": namespace,
        }
        question = pathlib.Path(self.directory.name, "asked.json")
        question.write_text(json.dumps(asked))
        trust = ("REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE", "SSL_CERT_FILE")
        variables = {name: str(self.authority) for name in trust}
        client = pathlib.Path(__file__).with_name("client.py")
        run = ["sh", "-c", 'exec "$1" "$2" < "$3"', "sh", python, client, question]

        seen = json.loads(
            self.there.run(
                run, {**variables, "PATH": "/usr/bin:/bin", "HOME": self.directory.name}
            ).splitlines()[-1]
        )

        rows = [[number, number * 2] for number in range(5)]
        self.assertEqual(seen["notebook"].strip(), str([tuple(row) for row in rows]))
        self.assertEqual(seen["rows"], rows)
        self.assertRegex(seen["cluster"]["livy"], f"^https://{NAME}:184[7-9]")
        self.assertRegex(seen["cluster"]["version"], r"^\d+\.\d+\.\d+")

    def test_given_no_tls_when_started_beyond_loopback_then_it_is_refused_with_the_reason(self):
        home = pathlib.Path(self.directory.name, "bare")
        platform = start(platform_environment(home))
        said, _ = platform.communicate(timeout=60)
        self.assertEqual(platform.returncode, 1)
        self.assertIn(f'listening on "{HERE}" needs TLS: set MILLRACE_TLS_CERT', said)
        with self.assertRaises(OSError), socket.create_connection((HERE, PORT), timeout=1):
            pass


if __name__ == "__main__":
    unittest.main()
