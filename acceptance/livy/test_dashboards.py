"""The Spark UI of runs, by boto3 and a browser’s requests: live, and afterwards."""

import json
import time
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
from test_job_runs import TRUST

SCRIPT = """
import sys, time
from pyspark.sql import SparkSession
spark = SparkSession.builder.appName('<script>alert(1)</script>').getOrCreate()
print(spark.range(1000).selectExpr('id % 7 AS seventh').groupBy('seventh').count().count())
time.sleep(float(sys.argv[1]))
"""
# What a redirect would lead to is looked at first.
OPENER = urllib.request.build_opener(
    type("Still", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None})
)


def ask(url, cookie=None, method="GET"):
    headers = {"Cookie": cookie} if cookie else {}
    try:
        answer = OPENER.open(urllib.request.Request(url, headers=headers, method=method))
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, answer.headers, answer.read().decode()


class Browser:
    """Follows the address that lets it in, and keeps the cookie."""

    def __init__(self, url):
        status, headers, body = ask(url)
        if status != 303:
            raise AssertionError(f"{status} {body}")
        self.origin = url.split("/millrace/")[0]
        self.cookie = headers["set-cookie"].split(";")[0]
        self.landing = headers["location"]

    def get(self, path):
        """What still runs is read anew by way of a redirect to the same page."""
        answer = ask(f"{self.origin}{path}", self.cookie)
        return ask(f"{self.origin}{path}", self.cookie) if answer[0] == 302 else answer


class Dashboards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        suffix = uuid.uuid4().hex[:8]
        cls.bucket = f"dashboards-{suffix}"
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=cls.bucket)
        s3.put_object(Bucket=cls.bucket, Key="script.py", Body=SCRIPT.encode())
        iam = boto3.client("iam")
        name = {"RoleName": f"dashboards-{suffix}"}
        role = iam.create_role(**name, AssumeRolePolicyDocument=json.dumps(TRUST))
        cls.role = role["Role"]["Arn"]
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_role_policy(**name, PolicyName="own", PolicyDocument=policy)
        cls.serverless = boto3.client("emr-serverless")
        cls.application = cls.serverless.create_application(
            name=f"dashboards-{suffix}", releaseLabel="spark-4.1", type="SPARK"
        )["applicationId"]

    def start(self, seconds):
        return self.serverless.start_job_run(
            applicationId=self.application,
            executionRoleArn=self.role,
            jobDriver={
                "sparkSubmit": {
                    "entryPoint": f"s3://{self.bucket}/script.py",
                    "entryPointArguments": [str(seconds)],
                }
            },
        )["jobRunId"]

    def wait(self, run, *states):
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline:
            found = self.serverless.get_job_run(applicationId=self.application, jobRunId=run)
            if found["jobRun"]["state"] in states:
                return
            time.sleep(0.2)
        raise TimeoutError(found["jobRun"])

    def open(self, run):
        wanted = {"applicationId": self.application, "jobRunId": run}
        return self.serverless.get_dashboard_for_job_run(**wanted)["url"]

    def test_given_a_run_when_it_goes_on_and_when_it_has_ended_then_its_jobs_are_shown(self):
        run = self.start(40)
        self.wait(run, "RUNNING")
        time.sleep(3)

        live = Browser(self.open(run))
        status, headers, page = live.get(live.landing)

        self.assertEqual(status, 200, page)
        self.assertIn("Completed Jobs", page)
        self.assertNotIn("<script>alert(1)</script>", page)
        self.assertIn("connect-src 'self'", headers["content-security-policy"])
        jobs = live.landing.replace("/history/", "/api/v1/applications/").rstrip("/")
        found = json.loads(live.get(jobs)[2])
        # Of the warm-up of its standby driver nothing is shown.
        self.assertEqual({job["jobGroup"] for job in found}, {"statement-0"})
        application = json.loads(live.get(jobs.removesuffix("/jobs"))[2])
        self.assertFalse(application["attempts"][0]["completed"])
        self.serverless.cancel_job_run(applicationId=self.application, jobRunId=run)
        self.wait(run, "CANCELLED")
        ended = self.start(0)
        self.wait(ended, "SUCCESS")
        after = Browser(self.open(ended))
        jobs = after.landing.replace("/history/", "/api/v1/applications/").rstrip("/")
        application = json.loads(after.get(jobs.removesuffix("/jobs"))[2])
        self.assertTrue(application["attempts"][0]["completed"])
        self.assertEqual(len(json.loads(after.get(jobs)[2])), len(found))
        environment = after.get(after.landing.replace("/jobs/", "/environment/"))[2]
        self.assertIn("spark.master", environment)

    def test_given_an_address_when_used_then_once_and_by_its_own_cookie_alone(self):
        one, other = self.start(0), self.start(0)
        self.wait(one, "SUCCESS")
        self.wait(other, "SUCCESS")
        url = self.open(one)

        first = Browser(url)
        second = Browser(self.open(other))

        self.assertEqual(ask(url)[0], 401)
        self.assertEqual(ask(f"{first.origin}{first.landing}")[0], 401)
        self.assertEqual(ask(f"{first.origin}{second.landing}", second.cookie)[0], 401)
        # Each sees one application, and the other is not even there.
        self.assertEqual(first.get(second.landing)[0], 404)
        self.assertEqual(ask(f"{first.origin}/jobs/job/kill/", first.cookie, "POST")[0], 403)


if __name__ == "__main__":
    unittest.main()
