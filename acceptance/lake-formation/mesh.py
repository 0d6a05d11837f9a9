"""The four accounts of the case table and their people, made by public doors, once a process."""

import functools
import json
import time
import uuid

import boto3
from botocore.config import Config
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import ServiceUnavailableError

ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
READY_SECONDS_MAX = 60


def policy_document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Person:
    """Somebody with keys: an IAM user, or a role with the keys of a session."""

    def __init__(self, arn, session, place):
        self.arn, self.session, self.place = arn, session, place
        self._catalogs = {}

    @functools.cached_property
    def lake(self):
        return self.client("lakeformation")

    @functools.cached_property
    def glue(self):
        return self.client("glue")

    @functools.cached_property
    def iam(self):
        return self.client("iam")

    def client(self, service, **more):
        options = {"retries": {"max_attempts": 1}, "s3": {"addressing_style": "path"}}
        endpoint, config = self.place["endpoint"], Config(**options, **more)
        return self.session.client(service, endpoint_url=endpoint, config=config)

    def catalog(self, owner):
        """The catalog of an account as this person sees it, by Iceberg REST."""
        if owner not in self._catalogs:
            keys = self.session.get_credentials()
            # The client's own storage keys must not stand in for those that are vended.
            self._catalogs[owner] = load_catalog(
                f"lake-{uuid.uuid4().hex}",
                type="rest",
                uri=self.place["catalog"],
                warehouse=owner,
                credential=f"{keys.access_key}:{keys.secret_key}",
            )
        return self._catalogs[owner]

    def load(self, owner, name):
        """The first load of a part of a table may have to wait until it is prepared."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                return self.catalog(owner).load_table(name)
            except ServiceUnavailableError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def s3_with(self, vended):
        """S3 by the keys that an engine was given in place of one's own."""
        keys = (vended["AccessKeyId"], vended["SecretAccessKey"], vended["SessionToken"])
        session = boto3.Session(*keys, region_name=self.session.region_name)
        return Person(self.arn, session, self.place).client("s3")


class Account:
    """An account with its administrator, who is also its data lake admin."""

    def __init__(self, name, *words):
        self.id, self.profile = make_account(name, *words)
        environment = millrace("env", self.profile, "--shell", "json")
        session = boto3.Session(profile_name=self.profile)
        self.place = {
            "endpoint": session._session.get_scoped_config()["endpoint_url"],
            "catalog": environment["PYICEBERG_CATALOG__LAKE__URI"],
        }
        self.admin = Person(self.arn_of("user/admin"), session, self.place)
        self.put_settings()

    def arn_of(self, name):
        return f"arn:aws:iam::{self.id}:{name}"

    def put_settings(self, *admins, **changed):
        """Lake Formation is on: nothing new is open to IAM; what is not named is by default."""
        settings = {
            "DataLakeAdmins": [{"DataLakePrincipalIdentifier": self.admin.arn}],
            "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": [],
            "Parameters": {"CROSS_ACCOUNT_VERSION": "4"},
        }
        settings["DataLakeAdmins"] += [{"DataLakePrincipalIdentifier": one} for one in admins]
        self.admin.lake.put_data_lake_settings(DataLakeSettings={**settings, **changed})

    def user(self, name):
        """IAM lets them do everything; Lake Formation decides."""
        iam = self.admin.iam
        iam.create_user(UserName=name)
        document = policy_document(ANYTHING)
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        region = self.admin.session.region_name
        session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=region)
        return Person(self.arn_of(f"user/{name}"), session, self.place)

    def drop_user(self, name):
        iam = self.admin.iam
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=name, PolicyName="all")
        iam.delete_user(UserName=name)

    def role(self, name):
        """Somebody in a role that the account's administrator assumed."""
        iam = self.admin.iam
        services = ["elasticmapreduce.amazonaws.com"]
        trust = {"Effect": "Allow", "Principal": {"AWS": self.id, "Service": services}}
        trust["Action"] = ["sts:AssumeRole", "sts:TagSession"]
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy_document(trust))
        document = policy_document(ANYTHING)
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document)
        return self.assumed(name)

    def drop_role(self, name):
        self.admin.iam.delete_role_policy(RoleName=name, PolicyName="all")
        self.admin.iam.delete_role(RoleName=name)

    def assumed(self, name, **tags):
        """The same role once more, with session tags."""
        arn = self.arn_of(f"role/{name}")
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        sts = self.admin.client("sts")
        keys = sts.assume_role(RoleArn=arn, RoleSessionName="case", Tags=pairs)["Credentials"]
        parts = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        session = boto3.Session(*parts, region_name=self.admin.session.region_name)
        return Person(arn, session, self.place)


class Mesh:
    """G owns catalog, tags and places; P produces; C consumes; X is of another organization."""

    def __init__(self):
        self.G, self.P, self.C = Account("governance"), Account("producer"), Account("consumer")
        self.X = Account("outsider", "--outside-organization")
        self.ro, self.steward = self.G.user("ro"), self.G.user("steward")
        self.analyst, self.eng = self.G.user("analyst"), self.P.user("eng")
        self.quant, self.intern = self.C.user("quant"), self.C.user("intern")
        mark = uuid.uuid4().hex[:8]
        self.lake, self.raw = f"s3://lake-{mark}", f"s3://raw-{mark}"
        s3 = self.G.admin.client("s3")
        for place in (self.lake, self.raw):
            s3.create_bucket(Bucket=place.removeprefix("s3://"))
        arn = self.lake.replace("s3://", "arn:aws:s3:::")
        role = self.G.arn_of("role/registrar")
        self.G.admin.lake.register_resource(ResourceArn=arn, RoleArn=role)
        self.settle()

    def settle(self):
        """Settings as the case table has them."""
        readers = [{"DataLakePrincipalIdentifier": self.ro.arn}]
        self.G.put_settings(ReadOnlyAdmins=readers)
        for account in (self.P, self.C, self.X):
            account.put_settings()


@functools.cache
def mesh():
    """Account ids and names of its own, so that nothing else on the platform is touched."""
    return Mesh()
