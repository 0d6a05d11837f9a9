"""What the tests of EMR, Service Catalog and EMR Serverless share: an account and a role."""

import base64
import json
import time
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from millrace_command import make_account

ONCE = Config(retries={"max_attempts": 1})


def trust(account):
    principal = {
        "AWS": f"arn:aws:iam::{account}:root",
        "Service": ["emr-serverless.amazonaws.com", "elasticmapreduce.amazonaws.com"],
    }
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class ComputeCase(unittest.TestCase):
    """Each class has an account of its own, its administrator's clients and a runtime role."""

    wait_seconds = 150

    @classmethod
    def setUpClass(cls):
        cls.account, profile = make_account("compute")
        cls.session = boto3.Session(profile_name=profile)
        iam = cls.client("iam")
        role = iam.create_role(RoleName="research", AssumeRolePolicyDocument=trust(cls.account))
        cls.role = role["Role"]["Arn"]
        cls.emr = cls.client("emr")
        cls.catalog = cls.client("servicecatalog")
        cls.serverless = cls.client("emr-serverless")

    @classmethod
    def client(cls, service):
        return cls.session.client(service, config=ONCE)

    @classmethod
    def client_allowed(cls, service, *actions):
        """A client of a new user who may do that and nothing else."""
        iam = cls.client("iam")
        name = f"user-{uuid.uuid4().hex[:8]}"
        iam.create_user(UserName=name)
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy)
        keys = iam.create_access_key(UserName=name)["AccessKey"]
        return boto3.client(
            service,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            endpoint_url=iam.meta.endpoint_url,
            config=ONCE,
        )

    def until(self, ask, states):
        """The first answer of `ask` (a state and whatever it belongs to) in one of `states`."""
        deadline = time.monotonic() + self.wait_seconds
        while True:
            state, found = ask()
            if state in states:
                return found
            if time.monotonic() > deadline:
                raise TimeoutError(f"{state}, not {states}: {found}")
            time.sleep(0.1)

    def refused(self, code, operation, **arguments):
        """The call fails with that code of AWS; its message."""
        with self.assertRaises(ClientError) as caught:
            operation(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]


def livy(url, pair, method, path, body=None):
    """Status and answer of a cluster's Livy, signed in with the pair that EMR gave."""
    basic = base64.b64encode(f"{pair['Username']}:{pair['Password']}".encode()).decode()
    request = urllib.request.Request(
        url + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {basic}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"{}")
