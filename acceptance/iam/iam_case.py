"""What the tests of IAM and STS share: an account of their own, made by the platform's command."""

import json
import unittest
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from millrace_command import make_account

ONCE = Config(retries={"max_attempts": 1})


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal, **more):
    """A trust policy for one principal, by its ARN."""
    return document(
        {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **more}
    )


class IamCase(unittest.TestCase):
    """Each class has an account of its own and its administrator's clients."""

    @classmethod
    def setUpClass(cls):
        cls.account, profile = make_account("iam")
        cls.session = boto3.Session(profile_name=profile)
        cls.endpoint = cls.session.client("iam").meta.endpoint_url
        cls.iam = cls.session.client("iam", config=ONCE)
        cls.sts = cls.session.client("sts", config=ONCE)

    def client(self, service, keys):
        """A client with the keys that CreateAccessKey or STS answered."""
        return boto3.client(
            service,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys.get("SessionToken"),
            endpoint_url=self.endpoint,
            config=ONCE,
        )

    def make_user(self, *statements):
        """A user with that inline policy; its name and keys."""
        name = f"user-{uuid.uuid4().hex[:8]}"
        self.iam.create_user(UserName=name)
        if statements:
            self.iam.put_user_policy(
                UserName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        return name, self.iam.create_access_key(UserName=name)["AccessKey"]

    def make_role(self, trusted, *statements, **options):
        """A role that `trusted` (an ARN) may assume; its name and ARN."""
        name = f"role-{uuid.uuid4().hex[:8]}"
        role = self.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=trust(trusted), **options
        )
        if statements:
            self.iam.put_role_policy(
                RoleName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        return name, role["Role"]["Arn"]

    def refused(self, code, status, operation, **arguments):
        """The call fails with that code of AWS and that HTTP status; its message."""
        with self.assertRaises(ClientError) as caught:
            operation(**arguments)
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        return response["Error"]["Message"]
