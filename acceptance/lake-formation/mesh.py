"""An owner with one database and table, and a consumer account, made by public doors."""

import json
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from millrace_command import make_account

COLUMNS = {"sym": "string", "px": "double", "pnl": "double"}


def client(session, service):
    return session.client(service, config=Config(retries={"max_attempts": 1}))


def account_and_session(prefix):
    """An account, and its first administrator."""
    account, profile = make_account(prefix)
    return account, boto3.Session(profile_name=profile)


class Person:
    """A user of an account, with keys of its own and leave to ask Lake Formation and Glue."""

    def __init__(self, account, session, name):
        iam = client(session, "iam")
        iam.create_user(UserName=name)
        statement = {"Effect": "Allow", "Action": ["lakeformation:*", "glue:*"], "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=name, PolicyName="ask", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        region = session.region_name
        own = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=region)
        options = {
            "endpoint_url": client(session, "lakeformation").meta.endpoint_url,
            "config": Config(retries={"max_attempts": 1}),
        }
        self.arn = f"arn:aws:iam::{account}:user/{name}"
        self.lake = own.client("lakeformation", **options)
        self.glue = own.client("glue", **options)


class Mesh(unittest.TestCase):
    """Account ids and names of its own, so that nothing else on the platform is touched."""

    @classmethod
    def setUpClass(cls):
        cls.owner, cls.owner_session = account_and_session("owner")
        cls.consumer, cls.consumer_session = account_and_session("consumer")
        cls.lake = client(cls.owner_session, "lakeformation")
        cls.glue = client(cls.owner_session, "glue")
        cls.director = client(cls.consumer_session, "lakeformation")
        for account, lake in ((cls.owner, cls.lake), (cls.consumer, cls.director)):
            admin = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{account}:user/admin"}
            lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [admin]})
        cls.analyst = Person(cls.owner, cls.owner_session, "analyst")
        cls.quant = Person(cls.consumer, cls.consumer_session, "quant")
        cls.glue.create_database(DatabaseInput={"Name": "mkt"})
        columns = [{"Name": name, "Type": kind} for name, kind in COLUMNS.items()]
        cls.glue.create_table(
            DatabaseName="mkt",
            TableInput={"Name": "trades", "StorageDescriptor": {"Columns": columns}},
            OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE"}},
        )
        cls.trades = {"Table": {"CatalogId": cls.owner, "DatabaseName": "mkt", "Name": "trades"}}
        cls.lake.create_lf_tag(TagKey="Sens", TagValues=["Internal", "Restricted"])
        cls.tag({"Database": {"Name": "mkt"}}, "sens", "internal")

    @classmethod
    def tag(cls, resource, key, value):
        pair = {"TagKey": key, "TagValues": [value]}
        return cls.lake.add_lf_tags_to_resource(Resource=resource, LFTags=[pair])["Failures"]

    @staticmethod
    def policy(catalog, **pairs):
        expression = [{"TagKey": key, "TagValues": values} for key, values in pairs.items()]
        what = {"CatalogId": catalog, "ResourceType": "TABLE", "Expression": expression}
        return {"LFTagPolicy": what}

    @staticmethod
    def columns(*names):
        what = {"DatabaseName": "mkt", "Name": "trades", "ColumnNames": list(names)}
        return {"TableWithColumns": what}

    @staticmethod
    def grant(lake, principal, resource, *permissions, wgo=()):
        lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": principal},
            Resource=resource,
            Permissions=list(permissions),
            PermissionsWithGrantOption=list(wgo),
        )

    @staticmethod
    def revoke(lake, principal, resource, *permissions):
        lake.revoke_permissions(
            Principal={"DataLakePrincipalIdentifier": principal},
            Resource=resource,
            Permissions=list(permissions),
        )

    def seen(self, person):
        """Names of the columns that the person's GetTable shows."""
        found = person.glue.get_table(CatalogId=self.owner, DatabaseName="mkt", Name="trades")
        return [column["Name"] for column in found["Table"]["StorageDescriptor"]["Columns"]]

    def refused(self, code, operation, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            operation(*arguments, **named)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]
