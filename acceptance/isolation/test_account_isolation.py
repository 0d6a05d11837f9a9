"""
An account is switched off while everything of it is in use: keys, sessions, tokens, vended
credentials, a role of another account, a driver. All end within a second, and the report says what
it could read and did. boto3, PyIceberg and Livy's API, as people use them.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
import pyarrow
from botocore.config import Config
from botocore.exceptions import ClientError
from pyiceberg.catalog import load_catalog

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "livy"))

from livy_case import Livy  # noqa: E402

WITHIN_SECONDS = 1.0
# A program that a driver starts: its number is how the host knows it again.
MARK = str(100_000_000 + uuid.uuid4().int % 1_000_000)


def millrace(*words):
    command = [os.environ["MILLRACE"], *words, "--json"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_account(name):
    made = json.loads(millrace("account", "create", name))
    return made["accountId"], made["profile"], boto3.Session(profile_name=made["profile"])


def client(session, service, endpoint):
    options = Config(retries={"max_attempts": 1})
    return session.client(service, endpoint_url=endpoint, config=options)


def temporary(credentials, region):
    keys = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    return boto3.Session(*(credentials[key] for key in keys), region_name=region)


def running_on_host():
    """True while the driver's program is a process of this host."""
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().split(b"\0")[1:2] == [MARK.encode()]:
                return True
        except OSError:
            continue
    return False


class Isolation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        mark = uuid.uuid4().hex[:8]
        cls.name = f"lost-{mark}"
        cls.account, cls.profile, cls.admin = make_account(cls.name)
        other, _, host = make_account(f"host-{mark}")
        cls.endpoint = host._session.get_scoped_config()["endpoint_url"]
        cls.region = host.region_name or "us-east-1"
        trust = {"Effect": "Allow", "Principal": {"AWS": cls.account}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = client(host, "iam", cls.endpoint).create_role(
            RoleName="visitor", AssumeRolePolicyDocument=document
        )["Role"]["Arn"]
        sts = client(cls.admin, "sts", cls.endpoint)
        cls.bucket = f"lost-{mark}"
        s3 = client(cls.admin, "s3", cls.endpoint)
        s3.create_bucket(Bucket=cls.bucket)
        s3.put_object(Bucket=cls.bucket, Key="a", Body=b"a")
        url = s3.generate_presigned_url("get_object", {"Bucket": cls.bucket, "Key": "a"})
        session = temporary(sts.get_session_token()["Credentials"], cls.region)
        visitor = sts.assume_role(RoleArn=role, RoleSessionName="guest")["Credentials"]
        cls.lake = cls.catalog()
        cls.lake.create_namespace("secrets")
        rows = pyarrow.table({"name": ["ana"], "pay": [7]})
        cls.table = cls.lake.create_table("secrets.pay", schema=rows.schema)
        cls.table.append(rows)
        vended = cls.vended()
        cls.livy = Livy.__new__(Livy)
        cls.livy.url = f"{cls.endpoint}/livy"
        keys = cls.admin.get_credentials()
        pair = f"{keys.access_key}:{keys.secret_key}".encode()
        cls.livy.authorization = "Basic " + base64.b64encode(pair).decode()
        cls.driver = cls.livy.open()
        code = f"import subprocess; subprocess.Popen(['sleep', '{MARK}'])"
        cls.livy.run(cls.driver, code)
        token = json.loads(millrace("token", cls.profile))["token"]
        cls.tries = {
            "key": sts.get_caller_identity,
            "session": client(session, "sts", cls.endpoint).get_caller_identity,
            "role of another account": client(
                temporary(visitor, cls.region), "sts", cls.endpoint
            ).get_caller_identity,
            "presigned url": lambda: cls.get(url),
            "vended credentials": lambda: vended.get_object(**cls.place),
            "iceberg token": lambda: cls.lake.list_namespaces(),
            "new iceberg token": cls.catalog,
            "livy": lambda: cls.demand(cls.livy.ask("GET", "/sessions")),
            "portal token": lambda: cls.get(f"{cls.endpoint}/api/v1/me", token),
        }

    @classmethod
    def catalog(cls):
        keys = cls.admin.get_credentials()
        return load_catalog(
            "lost",
            **{
                "type": "rest",
                "uri": f"{cls.endpoint}/iceberg",
                "warehouse": cls.account,
                "credential": f"{keys.access_key}:{keys.secret_key}",
                "header.X-Iceberg-Access-Delegation": "vended-credentials",
            },
        )

    @classmethod
    def vended(cls):
        properties = cls.lake.load_table("secrets.pay").io.properties
        session = boto3.Session(
            properties["s3.access-key-id"],
            properties["s3.secret-access-key"],
            properties["s3.session-token"],
            region_name=cls.region,
        )
        file = cls.table.inspect.files()["file_path"][0].as_py()
        bucket, _, key = file.removeprefix("s3://").partition("/")
        cls.place = {"Bucket": bucket, "Key": key}
        return client(session, "s3", cls.endpoint)

    @staticmethod
    def get(url, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as up:
            return up.read()

    @staticmethod
    def demand(answer):
        status, body = answer
        if status >= 400:
            raise PermissionError(body)

    def refused(self, work):
        try:
            work()
        except (ClientError, PermissionError, urllib.error.HTTPError):
            return True
        except Exception as error:  # PyIceberg names its refusals by many classes.
            self.assertRegex(type(error).__name__, "Forbidden|OAuth|Unauthorized|NotAuth|Bad")
            return True
        return False

    def test_everything_ends_and_the_report_stays(self):
        for work in self.tries.values():
            work()
        seen = running_on_host()

        report = json.loads(millrace("account", "isolate", self.name, "--reason", "left"))

        begun = time.monotonic()
        open_still = [name for name, work in self.tries.items() if not self.refused(work)]
        while running_on_host() and time.monotonic() - begun < 10:
            time.sleep(0.02)
        took = time.monotonic() - begun
        self.assertEqual(open_still, [])
        self.assertTrue(seen, "the driver's program was never seen on this host")
        self.assertLess(took, WITHIN_SECONDS)
        self.check(report)
        kept = json.loads(millrace("account", "report", self.name))
        self.assertEqual(kept, report)
        again = json.loads(millrace("account", "isolate", self.name))
        self.assertEqual(again, report)
        millrace("account", "release", self.name)
        self.tries["key"]()
        _, listed = self.livy.ask("GET", "/sessions")
        self.assertEqual(listed["sessions"], [])

    def check(self, report):
        admin = f"arn:aws:iam::{self.account}:user/admin"
        self.assertEqual(report["account"], {"id": self.account, "name": self.name})
        self.assertEqual(report["reason"], "left")
        self.assertIn(self.bucket, report["buckets"])
        (table,) = [one for one in report["tables"] if one["table"] == "pay"]
        (reader,) = table["readers"]
        self.assertEqual((reader["principal"], reader["columns"]), (admin, ["name", "pay"]))
        self.assertIn("IAM alone", reader["through"][0])
        self.assertEqual(
            [(one["kind"], one["owner"]) for one in report["ended"]], [("session", admin)]
        )
        uses = {(one["principal"], one["action"]) for one in report["uses"]}
        for action in (
            "catalog.table-created",
            "catalog.credentials-vended",
            "sessions.session-opened",
            "identity.role-assumed",
        ):
            self.assertIn((admin, action), uses)


if __name__ == "__main__":
    unittest.main()
