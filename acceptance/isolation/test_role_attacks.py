"""
A statement runs as the role `quant`, who may read one column of a table, and reaches for what is
not its own: another role, its credentials and its session, the table's files, the inside of the
platform. Nothing is won, and each try that reached a door stands in the audit: who, what, denied.
"""

import json
import pathlib
import sys
import time
import unittest
import uuid

import boto3
import pyarrow
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "livy"))

from livy_case import Livy  # noqa: E402

CHAINED_SECONDS_MAX = 30
TRY = """
import boto3, json, urllib.error, urllib.request
def tried(work):
    try:
        return "WON " + repr(work())
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
"""


class RoleLivy(Livy):
    """Livy as a role's session: each request is signed."""

    def __init__(self, endpoint, session):
        self.url = f"{endpoint}/livy"
        self.keys = session.get_credentials()
        self.region = session.region_name

    def ask(self, method, path, body=None, authorization=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = AWSRequest(method, self.url + path, data=data, headers=headers)
        SigV4Auth(self.keys, "emr-serverless", self.region).add_auth(request)
        return self.send(method, path, data, dict(request.headers))


class RoleAttacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("attacked")
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        cls.admin = boto3.Session(profile_name=cls.profile)
        cls.endpoint = cls.admin._session.get_scoped_config()["endpoint_url"].rstrip("/")
        lake = cls.admin.client("lakeformation")
        me = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{cls.account}:user/admin"}
        lake.put_data_lake_settings(
            DataLakeSettings={
                "DataLakeAdmins": [me],
                "CreateDatabaseDefaultPermissions": [],
                "CreateTableDefaultPermissions": [],
            }
        )
        cls.file = cls.make_table()
        cls.quant, cls.quant_livy = cls.role("quant", assumes=True)
        cls.boss, cls.boss_livy = cls.role("boss", assumes=False)
        column = {"DatabaseName": "secrets", "Name": "pay", "ColumnNames": ["name"]}
        lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": cls.quant},
            Resource={"TableWithColumns": column},
            Permissions=["SELECT"],
        )
        cls.neighbour = cls.boss_livy.open()
        cls.session = cls.quant_livy.open()

    @classmethod
    def tearDownClass(cls):
        cls.boss_livy.close(cls.neighbour)
        cls.quant_livy.close(cls.session)

    @classmethod
    def make_table(cls):
        """A table in a registered place; answers where its only file lies."""
        catalog = load_catalog(
            "own",
            type="rest",
            uri=cls.environment["PYICEBERG_CATALOG__LAKE__URI"],
            warehouse=cls.account,
            credential=cls.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        )
        catalog.create_namespace("secrets")
        rows = pyarrow.table({"name": ["ana"], "pay": pyarrow.array([7], pyarrow.int64())})
        for name in ("pay", "plans"):
            catalog.create_table(("secrets", name), schema=rows.schema).append(rows)
        table = catalog.load_table(("secrets", "pay"))
        place = f"arn:aws:s3:::{table.location().removeprefix('s3://')}"
        lake = cls.admin.client("lakeformation")
        lake.register_resource(ResourceArn=place, UseServiceLinkedRole=True)
        return table.inspect.files()["file_path"][0].as_py()

    @classmethod
    def role(cls, name, assumes):
        """A role that IAM lets do everything with data, and Livy as its session."""
        iam = cls.admin.client("iam")
        trusted = {"AWS": f"arn:aws:iam::{cls.account}:user/admin"}
        trust = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=cls.document(trust))
        actions = ["s3:*", "glue:*", "lakeformation:*", "millrace:RunCode"]
        actions += ["emr-serverless:*"]
        allow = {"Effect": "Allow", "Resource": "*"}
        rights = {**allow, "Action": actions + (["sts:AssumeRole"] if assumes else [])}
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=cls.document(rights))
        arn = role["Role"]["Arn"]
        sts = cls.admin.client("sts")
        keys = sts.assume_role(RoleArn=arn, RoleSessionName=name)["Credentials"]
        session = boto3.Session(
            keys["AccessKeyId"],
            keys["SecretAccessKey"],
            keys["SessionToken"],
            region_name=cls.admin.region_name or "us-east-1",
        )
        return arn, RoleLivy(cls.endpoint, session)

    @staticmethod
    def document(statement):
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def tried(self, expression):
        """What a statement of quant's got from trying."""
        return self.quant_livy.text(self.session, f"{TRY}\nprint(tried(lambda: {expression}))")

    def refused(self, expression, pattern):
        said = self.tried(expression)
        self.assertRegex(said, pattern)
        self.assertFalse(said.startswith("WON"), said)

    def audited(self, what, principal=None, action=None):
        """The refusal stands in the audit, with who was refused and what."""
        words = ("audit", "list", "--limit", "200", "--profile", self.profile, "--json")

        def record():
            for one in millrace(*words):
                refused = one["decision"] == "denied" and what in json.dumps(one)
                if refused and one["principal"] == (principal or self.quant):
                    return one
            return None

        deadline = time.monotonic() + CHAINED_SECONDS_MAX
        while not (found := record()):
            if time.monotonic() > deadline:
                self.fail(f"no refusal of {what} is in the audit")
            time.sleep(0.5)
        if action:
            self.assertIn(action, json.dumps(found))
        return found

    def test_the_session_is_the_roles(self):
        said = self.tried("boto3.client('sts').get_caller_identity()['Arn']")
        self.assertIn("assumed-role/quant/", said)
        self.assertIn("ana", self.tried("spark.table('own.secrets.pay').collect()"))

    def test_a_column_that_was_not_granted(self):
        self.refused("spark.sql('SELECT pay FROM own.secrets.pay').collect()", "UNRESOLVED_COLUMN")

    def test_a_table_that_was_not_granted(self):
        self.refused(
            "spark.table('own.secrets.plans').collect()", "TABLE_OR_VIEW_NOT_FOUND|orbidden"
        )
        self.audited("plans")

    def test_the_files_of_the_table(self):
        bucket, _, key = self.file.removeprefix("s3://").partition("/")
        get = f"boto3.client('s3').get_object(Bucket={bucket!r}, Key={key!r})['Body'].read()"
        self.refused(get, "AccessDenied")
        self.audited(key, action="s3:GetObject")
        put = f"boto3.client('s3').put_object(Bucket={bucket!r}, Key={key!r}, Body=b'')"
        self.refused(put, "AccessDenied")
        self.audited(key, action="s3:PutObject")
        for scheme in ("s3", "s3a"):
            path = f"{scheme}://{bucket}/{key}"
            self.refused(
                f"spark.read.parquet({path!r}).collect()", "403|orbidden|denied|No FileSystem"
            )

    def test_another_role(self):
        name = f"thief-{uuid.uuid4().hex[:8]}"
        words = f"RoleArn={self.boss!r}, RoleSessionName={name!r}"
        self.refused(f"boto3.client('sts').assume_role({words})", "AccessDenied")
        self.audited(self.boss, action="sts:AssumeRole")

    def test_the_credentials_of_another_role(self):
        keys = self.boss_livy.text(
            self.neighbour,
            "import boto3\nkeys = boto3.Session().get_credentials().get_frozen_credentials()\n"
            "print(keys.access_key, keys.secret_key, keys.token)",
        ).split()
        stolen = f"boto3.Session(*{keys!r}).client('sts').get_caller_identity()"
        self.refused(stolen, "ClientError")
        found = self.audited("assumed-role/boss", principal=self.boss)
        self.assertIn("bound to a box", json.dumps(found))

    def test_the_session_of_another_role(self):
        path = f"/sessions/{self.neighbour}"
        for method, below in (("GET", ""), ("POST", "/statements"), ("DELETE", "")):
            body = {"code": "1"} if method == "POST" else None
            status, _ = self.quant_livy.ask(method, path + below, body)
            self.assertEqual(status, 404)
        self.audited(f"session/{self.neighbour}")
        self.assertEqual(self.boss_livy.text(self.neighbour, "1 + 1"), "2")

    def test_the_inside_of_the_platform(self):
        request = "urllib.request.urlopen('http://127.0.0.1:%s%s', timeout=10).read()"
        port = self.endpoint.rpartition(":")[2]
        for path in ("/api/v1/accounts", "/api/v1/audit", "/api/v1/health", "/metrics"):
            self.refused(request % (port, path), "HTTP Error 40[134]")
        for path in ("/run", "/tmp/.s.PGSQL.5432", "/var/lib/postgresql"):
            self.assertIn("[]", self.tried(f"__import__('glob').glob({path!r} + '/*millrace*')"))
        connect = "__import__('socket').create_connection(('127.0.0.1', 5432), 2)"
        self.refused(connect, "Refused|refused|imed out")


if __name__ == "__main__":
    unittest.main()
