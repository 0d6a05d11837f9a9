"""
Secrets stay where they belong: not in logs, not on command lines, not in files that others may
read. Looks at the home of the platform and the processes of this host, so it runs beside it.
"""

import json
import os
import pathlib
import stat
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3

WRONG_GUESSES = 6


class Secrets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = os.environ.get("MILLRACE_HOME")
        if not home or not pathlib.Path(home, "keys").is_dir():
            raise unittest.SkipTest("the platform's home is not on this host")
        cls.home = pathlib.Path(home)
        name = f"sweep-{uuid.uuid4().hex[:8]}"
        command = [os.environ["MILLRACE"], "account", "create", name, "--json"]
        made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        session = boto3.Session(profile_name=made["profile"])
        cls.endpoint = session._session.get_scoped_config()["endpoint_url"]
        keys = session.get_credentials()
        cls.key = keys.access_key
        sts = session.client("sts", endpoint_url=cls.endpoint)
        temporary = sts.get_session_token()["Credentials"]
        token = cls.token(keys.access_key, keys.secret_key)
        cls.secrets = {
            "secret key": keys.secret_key,
            "temporary secret": temporary["SecretAccessKey"],
            "session token": temporary["SessionToken"],
            "bearer token": token,
            "operator token": (cls.home / "keys/operator").read_text().strip(),
        }

    @classmethod
    def token(cls, name, secret):
        form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
        body = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{cls.endpoint}/iceberg/v1/oauth/tokens", body) as answer:
            return json.load(answer)["access_token"]

    def test_no_log_holds_a_secret(self):
        for path in (self.home / "logs").rglob("*"):
            if not path.is_file():
                continue
            content = path.read_bytes()
            for name, secret in self.secrets.items():
                self.assertNotIn(secret.encode(), content, f"{name} in {path.name}")

    def test_no_command_line_or_environment_holds_a_secret(self):
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            for part in ("cmdline", "environ"):
                try:
                    content = (process / part).read_bytes()
                except OSError:
                    continue
                for name, secret in self.secrets.items():
                    self.assertNotIn(secret.encode(), content, f"{name} in {process}/{part}")

    def test_no_file_with_secrets_is_readable_by_others(self):
        for name in ("credentials", "keys", "postgres", "objects", "people.json", "demo", "logs"):
            path = self.home / name
            if not path.exists():
                continue
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(mode & 0o077, 0, f"{name} has mode {mode:o}")
        for path in (self.home / "keys").iterdir():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path.name)

    def test_guesses_of_a_secret_are_slowed_down(self):
        answers = []
        waits = None
        for _ in range(WRONG_GUESSES):
            try:
                self.token(self.key, "wrong")
            except urllib.error.HTTPError as error:
                with error:
                    answers.append(error.code)
                    waits = error.headers.get("Retry-After")
        self.assertEqual(answers, [401] * 5 + [429])
        self.assertGreater(int(waits), 0)


if __name__ == "__main__":
    unittest.main()
