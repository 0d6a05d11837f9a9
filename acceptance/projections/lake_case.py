"""What the tests of projections share: an account of its own, and people with rights of theirs."""

import base64
import json
import os
import subprocess
import time
import unittest
import urllib.request
import uuid

import boto3
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import ServiceUnavailableError

READY_SECONDS_MAX = 60
SPARK_SECONDS_MAX = 150


def millrace(*arguments):
    done = subprocess.run([os.environ["MILLRACE"], *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class LakeCase(unittest.TestCase):
    """An account without default permissions and with a database; subclasses make its table."""

    @classmethod
    def setUpClass(cls):
        account = millrace("account", "create", f"proj{uuid.uuid4().hex[:8]}", "--json")
        cls.account = account["accountId"]
        cls.profile = account["profile"]
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        session = boto3.Session(profile_name=cls.environment["AWS_PROFILE"])
        cls.session = session
        cls.endpoint = session._session.get_scoped_config()["endpoint_url"]
        cls.iam = session.client("iam")
        cls.lake = session.client("lakeformation")
        arn = session.client("sts").get_caller_identity()["Arn"]
        admins = [{"DataLakePrincipalIdentifier": arn}]
        settings = {
            "DataLakeAdmins": admins,
            "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": [],
        }
        cls.lake.put_data_lake_settings(DataLakeSettings=settings)
        cls.catalog = cls.catalog_of(cls.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"])
        cls.catalog.create_namespace("mobility")

    @classmethod
    def tearDownClass(cls):
        cls.catalog.drop_table(("mobility", "flights"))
        cls.catalog.drop_namespace("mobility")
        cls.iam.close()
        cls.lake.close()

    @classmethod
    def catalog_of(cls, credential):
        uri = cls.environment["PYICEBERG_CATALOG__LAKE__URI"]
        options = {"type": "rest", "uri": uri, "warehouse": cls.account, "credential": credential}
        # The client's own storage keys must not stand in for those that are vended.
        return load_catalog(f"lake-{uuid.uuid4().hex}", **options)

    def person(self, columns=None, rows=None):
        """Somebody who may read these columns of these rows, and their catalog."""
        name = f"person{uuid.uuid4().hex[:8]}"
        self.iam.create_user(UserName=name)
        statement = {"Effect": "Allow", "Action": ["glue:*", "lakeformation:*", "s3:*"]}
        document = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]}
        self.iam.put_user_policy(
            UserName=name, PolicyName="lake", PolicyDocument=json.dumps(document)
        )
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        cells = {
            "TableCatalogId": self.account,
            "DatabaseName": "mobility",
            "TableName": "flights",
            "Name": name,
        }
        filtered = {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}}
        chosen = {"ColumnNames": columns} if columns else {"ColumnWildcard": {}}
        self.lake.create_data_cells_filter(TableData={**cells, "RowFilter": filtered, **chosen})
        self.lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": f"arn:aws:iam::{self.account}:user/{name}"},
            Resource={"DataCellsFilter": cells},
            Permissions=["SELECT"],
        )
        return key, self.catalog_of(f"{key['AccessKeyId']}:{key['SecretAccessKey']}")

    def load(self, catalog):
        """The first load may have to wait until the part is prepared."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                return catalog.load_table(("mobility", "flights"))
            except ServiceUnavailableError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


class Spark:
    """One session of Spark behind Livy, as the holder of an access key pair."""

    def __init__(self, endpoint, key):
        self.url = f"{endpoint.rstrip('/')}/livy"
        pair = f"{key['AccessKeyId']}:{key['SecretAccessKey']}".encode()
        self.authorization = "Basic " + base64.b64encode(pair).decode()

    def __enter__(self):
        self.session = f"/sessions/{self.ask('POST', '/sessions', {'kind': 'pyspark'})['id']}"
        self.until(self.session, ("idle", "dead", "error"))
        return self

    def __exit__(self, *_):
        self.ask("DELETE", self.session)

    def ask(self, method, path, body=None):
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def until(self, path, states):
        deadline = time.monotonic() + SPARK_SECONDS_MAX
        while True:
            answer = self.ask("GET", path)
            if answer["state"] in states:
                return answer
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is {answer}")
            time.sleep(0.05)

    def run(self, code):
        """What a statement answers: its text, or the text of its error."""
        path = f"{self.session}/statements"
        made = self.ask("POST", path, {"code": code})
        output = self.until(f"{path}/{made['id']}", ("available", "error"))["output"]
        if output["status"] == "ok":
            return output["data"]["text/plain"]
        return output["evalue"].partition("\n\tat ")[0]
