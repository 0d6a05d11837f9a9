"""What the tests of projections share: an account of its own, and people with rights of theirs."""

import json
import time
import unittest
import uuid

import boto3
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import ServiceUnavailableError

READY_SECONDS_MAX = 60


class LakeCase(unittest.TestCase):
    """An account without default permissions and with a database; subclasses make its table."""

    table = "flights"

    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("projections")
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
        cls.catalog.drop_table(("mobility", cls.table))
        cls.catalog.drop_namespace("mobility")
        cls.iam.close()
        cls.lake.close()

    @classmethod
    def catalog_of(cls, credential):
        uri = cls.environment["PYICEBERG_CATALOG__LAKE__URI"]
        options = {"type": "rest", "uri": uri, "warehouse": cls.account, "credential": credential}
        # The client's own storage keys must not stand in for those that are vended.
        return load_catalog(f"lake-{uuid.uuid4().hex}", **options)

    @classmethod
    def person(cls, columns=None, rows=None):
        """Somebody who may read these columns of these rows, and their catalog."""
        name, key = cls.newcomer()
        cls.open_part(name, columns, rows)
        return key, cls.catalog_of(f"{key['AccessKeyId']}:{key['SecretAccessKey']}")

    @classmethod
    def newcomer(cls):
        """A user whom IAM lets do everything, and to whom nothing is granted; their key."""
        name = f"person{uuid.uuid4().hex[:8]}"
        cls.iam.create_user(UserName=name)
        actions = ["glue:*", "lakeformation:*", "s3:*", "millrace:RunCode"]
        statement = {"Effect": "Allow", "Action": actions}
        document = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]}
        cls.iam.put_user_policy(
            UserName=name, PolicyName="lake", PolicyDocument=json.dumps(document)
        )
        return name, cls.iam.create_access_key(UserName=name)["AccessKey"]

    @classmethod
    def open_part(cls, name, columns=None, rows=None):
        """Grants a data filter of its own to a user."""
        cells = {
            "TableCatalogId": cls.account,
            "DatabaseName": "mobility",
            "TableName": cls.table,
            "Name": f"part{uuid.uuid4().hex[:8]}",
        }
        filtered = {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}}
        chosen = {"ColumnNames": columns} if columns else {"ColumnWildcard": {}}
        cls.lake.create_data_cells_filter(TableData={**cells, "RowFilter": filtered, **chosen})
        cls.lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": f"arn:aws:iam::{cls.account}:user/{name}"},
            Resource={"DataCellsFilter": cells},
            Permissions=["SELECT"],
        )

    @classmethod
    def load(cls, catalog):
        """The first load may have to wait until the part is prepared."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                return catalog.load_table(("mobility", cls.table))
            except ServiceUnavailableError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
