"""A script that is promoted to a pipeline, with a real driver, over public doors alone."""

import json
import time
import unittest
import urllib.parse
import urllib.request
import uuid

import boto3
from pyiceberg.catalog import load_catalog

WAIT_SECONDS = 150
SERVERLESS = "emr-serverless.amazonaws.com"
SCRIPT = """
import sys
day = sys.argv[sys.argv.index('--slice') + 1]
spark.sql('create table if not exists own.{database}.hourly (day date, n bigint) using iceberg')
spark.sql(f"delete from own.{database}.hourly where day = date '{{day}}'")
spark.sql(f"insert into own.{database}.hourly select date '{{day}}', id from range(10)")
print('made', day)
"""

BY_LIBRARY = """
import millrace
from pyspark.sql import functions as f
(day,) = millrace.slices()
rows = spark.range(10).select(f.lit(day).cast('date').alias('day'), f.col('id').alias('n'))
millrace.publish(rows, day='day')
print('made of', sorted(millrace.inputs()))
"""


class Pipeline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        session = boto3.Session()
        keys = session.get_credentials()
        cls.url = session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        form = {
            "grant_type": "client_credentials",
            "client_id": keys.access_key,
            "client_secret": keys.secret_key,
            "scope": "catalog",
        }
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(cls.url + "/iceberg/v1/oauth/tokens", data) as answer:
            cls.token = json.load(answer)["access_token"]
        cls.account = boto3.client("sts").get_caller_identity()["Account"]
        suffix = uuid.uuid4().hex[:8]
        cls.name, cls.database = f"hourly-{suffix}", f"features_{suffix}"
        boto3.client("glue").create_database(DatabaseInput={"Name": cls.database})
        cls.role = cls.make_role(f"hourly-{suffix}")

    @classmethod
    def make_role(cls, name):
        trust = {"Effect": "Allow", "Principal": {"Service": SERVERLESS}}
        trust["Action"] = "sts:AssumeRole"
        may = {"Effect": "Allow", "Action": ["glue:*", "s3:*"], "Resource": "*"}
        iam = boto3.client("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
        return role["Role"]["Arn"]

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.url}/api/v1{path}"
        request = urllib.request.Request(url, method=method, headers=headers, data=data)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def make(self, day):
        run = self.ask("POST", f"/pipelines/{self.name}/runs", {"slices": [day]})["id"]
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            answer = self.ask("GET", f"/runs/{run}")
            if answer["state"] in ("succeeded", "failed", "cancelled"):
                return answer
            if time.monotonic() > deadline:
                raise TimeoutError(f"run is {answer}")
            time.sleep(0.2)

    def test_given_a_script_when_promoted_then_its_slices_are_made_and_checked(self):
        table = f"own.{self.database}.hourly"
        ten = f"select count(*) from {table} where day = date '{{slice}}' having count(*) <> 10"
        pipeline = {
            "name": self.name,
            "role": self.role,
            "owner": "desk@example.test",
            "script": {
                "path": "jobs/hourly.py",
                "commit": "abcdef0",
                "text": SCRIPT.format(database=self.database),
            },
            "slicing": "day",
            "inputs": [],
            "output": {"account": self.account, "database": self.database, "table": "hourly"},
            "trigger": "manual",
            "attemptsMax": 1,
            "checks": [{"name": "ten rows", "sql": ten}],
            "caps": {"vcpu": 4, "memoryGb": 8, "diskGb": 20},
        }
        self.ask("POST", "/pipelines", pipeline)
        for day in ("2013-12-30", "2013-12-31"):
            run = self.make(day)
            self.assertEqual(run["state"], "succeeded", run)
            self.assertEqual(run["outputs"][0]["addedRows"], 10)
        lines = self.ask("GET", f"/runs/{run['id']}/log")["lines"]
        self.assertIn('check "ten rows" passed', [line["text"] for line in lines])
        ledger = self.ask("GET", f"/pipelines/{self.name}")["ledger"]
        self.assertEqual({line["state"] for line in ledger}, {"done"})
        self.wrong_rows_are_never_seen()
        self.a_script_may_use_the_library()

    def publish(self, commit, text):
        script = {"path": "jobs/hourly.py", "commit": commit, "text": text}
        self.ask("POST", f"/pipelines/{self.name}/versions", script)

    def a_script_may_use_the_library(self):
        self.publish("abcdef2", BY_LIBRARY)
        run = self.make("2014-01-01")
        self.assertEqual(run["state"], "succeeded", run)
        table = load_catalog("lake").load_table((self.database, "hourly"))
        self.assertEqual(len(table.scan().to_arrow()), 30)

    def wrong_rows_are_never_seen(self):
        table = load_catalog("lake").load_table((self.database, "hourly"))
        before = sorted(table.scan().to_arrow()["n"].to_pylist())
        self.assertEqual(table.current_snapshot().summary["total-records"], "20")
        text = SCRIPT.format(database=self.database).replace("range(10)", "range(11)")
        self.publish("abcdef1", text)
        run = self.make("2013-12-31")
        self.assertEqual(run["state"], "failed", run)
        self.assertIn("ten rows", run["error"])
        after = table.refresh()
        self.assertEqual(len(before), 20)
        self.assertEqual(sorted(after.scan().to_arrow()["n"].to_pylist()), before)
        (staged,) = [name for name in after.refs() if name.startswith("staged-")]
        rows = after.scan(snapshot_id=after.refs()[staged].snapshot_id).to_arrow()
        self.assertEqual(len(rows), 21)
