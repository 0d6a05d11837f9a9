"""What the tests of notebooks share: an account, its cluster, and real, unmodified Jupyter."""

import json
import os
import pathlib
import secrets
import subprocess
import tempfile
import time
import unittest

import boto3

MILLRACE = os.environ["MILLRACE"]
ENGINE = pathlib.Path(os.environ["MILLRACE_HOME"], "engine")
NOTEBOOK_PYTHON = ENGINE / "environments/notebook/bin/python"
NOTEBOOK_SECONDS = 180
WAIT_SECONDS = 120
RELEASE = "spark-4.1"
SERVICES = ["elasticmapreduce.amazonaws.com", "emr-serverless.amazonaws.com"]


def millrace(*arguments):
    command = [MILLRACE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"{command} failed: {done.stderr}")
    return json.loads(done.stdout)


def until(holds):
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the platform did not become ready in time")
        time.sleep(0.3)


class Account:
    """An account of its own, with a role for clusters and applications."""

    def __init__(self):
        name = f"notebooks-{secrets.token_hex(4)}"
        created = millrace("account", "create", name, "--json")
        self.id = created["accountId"]
        self.profile = created["profile"]
        variables = self.environment()
        self.aws = self.session(variables)
        self.role = self.make_role()

    def environment(self, *options):
        """All that a person exports, on what this process has beside AWS settings."""
        added = millrace("env", self.profile, "--shell", "json", *options)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("AWS_") and not name.lower().endswith("_proxy")
        }
        return {**kept, **added}

    def session(self, variables):
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            os.environ[name] = variables[name]
        return boto3.Session(profile_name=self.profile)

    def make_role(self):
        iam = self.aws.client("iam")
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        principal = {"Service": SERVICES, "AWS": f"arn:aws:iam::{self.id}:root"}
        trust = {"Version": "2012-10-17", "Statement": [{**statement, "Principal": principal}]}
        role = iam.create_role(RoleName="research", AssumeRolePolicyDocument=json.dumps(trust))[
            "Role"
        ]["Arn"]
        self.put_policy("code", ["millrace:RunCode"], "*")
        return role

    def make_bucket(self, kind):
        s3 = self.aws.client("s3")
        bucket = f"{kind}-{self.id}-{secrets.token_hex(3)}"
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="a.txt", Body=b"one line\n")
        return bucket

    def let_role(self, actions, resources):
        self.put_policy("read", actions, resources)

    def put_policy(self, name, actions, resources):
        allowed = {"Effect": "Allow", "Action": actions, "Resource": resources}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        self.aws.client("iam").put_role_policy(
            RoleName="research", PolicyName=name, PolicyDocument=policy
        )

    def make_application(self):
        client = self.aws.client("emr-serverless")
        return client.create_application(
            name="research",
            type="SPARK",
            releaseLabel=RELEASE,
            interactiveConfiguration={"livyEndpointEnabled": True},
        )["applicationId"]

    def livy_url(self):
        endpoint = self.aws._session.get_scoped_config()["endpoint_url"]
        return endpoint.rstrip("/") + "/livy"

    def make_cluster(self):
        emr = self.aws.client("emr")
        cluster = emr.run_job_flow(
            Name="research",
            ReleaseLabel=RELEASE,
            Applications=[{"Name": "Spark"}, {"Name": "Livy"}],
            Instances={
                "MasterInstanceType": "m5.large",
                "SlaveInstanceType": "m5.large",
                "InstanceCount": 1,
                "KeepJobFlowAliveWhenNoSteps": True,
            },
            ServiceRole="EMR_DefaultRole",
            JobFlowRole="EMR_EC2_DefaultRole",
        )["JobFlowId"]

        def state():
            return emr.describe_cluster(ClusterId=cluster)["Cluster"]["Status"]["State"]

        until(lambda: state() == "WAITING")
        return cluster


class NotebookCase(unittest.TestCase):
    """Runs notebooks as a person would, by nbconvert, each in a directory of its own."""

    @classmethod
    def setUpClass(cls):
        until(lambda: millrace("status", "--json")["engine"]["state"] == "ready")
        cls.account = Account()

    @classmethod
    def plain_sparkmagic(cls):
        """The configuration of sparkmagic as it comes, with the account's own access key pair."""
        keys = cls.account.aws.get_credentials()
        return {
            "kernel_python_credentials": {
                "url": cls.account.livy_url(),
                "username": keys.access_key,
                "password": keys.secret_key,
                "auth": "Basic_Access",
            },
            "livy_session_startup_timeout_seconds": 150,
            # Its charts are widgets, for which a notebook without a browser waits in vain.
            "use_auto_viz": False,
        }

    @classmethod
    def execute(cls, cells, kernel, sparkmagic=None, options=()):
        """Executes a notebook of `cells` and answers all that it showed, as text."""
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            variables = {
                **cls.account.environment(*options),
                "HOME": name,
                "SPARKMAGIC_CONF_DIR": name,
                "IPYTHONDIR": str(directory / "ipython"),
            }
            if sparkmagic is not None:
                (directory / "config.json").write_text(json.dumps(sparkmagic))
            (directory / "asked.ipynb").write_text(json.dumps(notebook_of(cells, kernel)))
            command = [
                *(NOTEBOOK_PYTHON, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute"),
                "--allow-errors",
                f"--ExecutePreprocessor.timeout={NOTEBOOK_SECONDS}",
                *("--output", "answered.ipynb", "asked.ipynb"),
            ]
            done = subprocess.run(
                command,
                cwd=name,
                env=variables,
                capture_output=True,
                text=True,
                timeout=NOTEBOOK_SECONDS + 60,
            )
            if done.returncode != 0:
                raise AssertionError(done.stderr)
            return shown_by(json.loads((directory / "answered.ipynb").read_text()))


def notebook_of(cells, kernel):
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "source": source,
                "metadata": {},
                "outputs": [],
                "execution_count": None,
            }
            for number, source in enumerate(cells)
        ],
    }


def shown_by(notebook):
    """What each cell showed: streams, values and errors, one text per cell."""
    return ["\n".join(map(text_of, cell["outputs"])) for cell in notebook["cells"]]


def text_of(output):
    if output["output_type"] == "error":
        return "\n".join([output["ename"], output["evalue"], *output["traceback"]])
    if output["output_type"] == "stream":
        return "".join(output["text"])
    data = output["data"]
    return "\n".join("".join(data.get(kind, "")) for kind in ("text/plain", "text/html"))
