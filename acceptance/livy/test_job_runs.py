import gzip
import json
import time
import unittest
import uuid

import boto3

SCRIPT = """
import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.appName('run').getOrCreate()
print('counted', spark.range(int(sys.argv[1])).count())
spark.range(3).write.mode('overwrite').parquet(sys.argv[2])
if sys.argv[1] == '7':
    raise ValueError('seven')
"""
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "emr-serverless.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


class JobRuns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        suffix = uuid.uuid4().hex[:8]
        cls.bucket = f"runs-{suffix}"
        cls.s3 = boto3.client("s3")
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.s3.put_object(Bucket=cls.bucket, Key="script.py", Body=SCRIPT.encode())
        iam = boto3.client("iam")
        role = iam.create_role(
            RoleName=f"runs-{suffix}", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        cls.role = role["Role"]["Arn"]
        mine = [f"arn:aws:s3:::{cls.bucket}", f"arn:aws:s3:::{cls.bucket}/*"]
        statement = {"Effect": "Allow", "Action": "s3:*", "Resource": mine}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        iam.put_role_policy(
            RoleName=f"runs-{suffix}", PolicyName="own", PolicyDocument=json.dumps(policy)
        )
        cls.serverless = boto3.client("emr-serverless")
        made = cls.serverless.create_application(
            name=f"runs-{suffix}",
            releaseLabel="spark-4.1",
            type="SPARK",
            maximumCapacity={"cpu": "4 vCPU", "memory": "16 GB", "disk": "100 GB"},
        )
        cls.application = made["applicationId"]

    def start(self, *arguments, **options):
        return self.serverless.start_job_run(
            applicationId=self.application,
            executionRoleArn=self.role,
            jobDriver={
                "sparkSubmit": {
                    "entryPoint": f"s3://{self.bucket}/script.py",
                    "entryPointArguments": list(arguments),
                }
            },
            **options,
        )["jobRunId"]

    def ended(self, run):
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline:
            found = self.serverless.get_job_run(applicationId=self.application, jobRunId=run)
            if found["jobRun"]["state"] in ("SUCCESS", "FAILED", "CANCELLED"):
                return found["jobRun"]
            time.sleep(0.2)
        raise TimeoutError(found["jobRun"])

    def test_given_a_script_when_it_runs_then_its_rows_are_written_as_the_role(self):
        run = self.ended(self.start("5", f"s3://{self.bucket}/out"))
        self.assertEqual((run["state"], run["stateDetails"]), ("SUCCESS", ""))
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="out/")
        self.assertTrue(any(one["Key"].endswith(".parquet") for one in listed["Contents"]))

    def test_given_a_script_that_raises_when_it_runs_then_the_run_says_why(self):
        run = self.ended(self.start("7", f"s3://{self.bucket}/seven"))
        self.assertEqual((run["state"], run["stateDetails"]), ("FAILED", "ValueError: seven"))

    def test_given_a_place_outside_the_role_when_written_then_the_run_fails(self):
        other = f"other-{uuid.uuid4().hex[:8]}"
        self.s3.create_bucket(Bucket=other)
        run = self.ended(self.start("5", f"s3://{other}/out"))
        self.assertEqual(run["state"], "FAILED")
        self.assertEqual(self.s3.list_objects_v2(Bucket=other)["KeyCount"], 0)

    def test_given_a_place_for_logs_when_a_run_has_ended_then_its_role_wrote_them_there(self):
        closed = f"closed-{uuid.uuid4().hex[:8]}"
        self.s3.create_bucket(Bucket=closed)

        def run(bucket):
            place = {"s3MonitoringConfiguration": {"logUri": f"s3://{bucket}/logs/"}}
            overrides = {"monitoringConfiguration": place}
            out = f"s3://{self.bucket}/{bucket}"
            return self.ended(self.start("5", out, configurationOverrides=overrides))

        found, refused = run(self.bucket), run(closed)
        self.assertEqual([one["state"] for one in (found, refused)], ["SUCCESS"] * 2)
        place = f"logs/applications/{self.application}/jobs/{found['jobRunId']}"
        key = f"{place}/SPARK_DRIVER/stdout.gz"
        deadline = time.monotonic() + 60
        while not self.s3.list_objects_v2(Bucket=self.bucket, Prefix=key)["KeyCount"]:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)
        body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        self.assertIn("counted 5", gzip.decompress(body).decode())
        self.assertEqual(self.s3.list_objects_v2(Bucket=closed)["KeyCount"], 0)

    def test_given_a_script_that_raises_when_it_may_be_tried_again_then_it_is(self):
        retry = {"maxAttempts": 2}
        run = self.ended(self.start("7", f"s3://{self.bucket}/again", retryPolicy=retry))
        self.assertEqual((run["state"], run["attempt"]), ("FAILED", 2))
        attempts = self.serverless.list_job_run_attempts(
            applicationId=self.application, jobRunId=run["jobRunId"]
        )["jobRunAttempts"]
        self.assertEqual([one["attempt"] for one in attempts], [2, 1])
        self.assertEqual({one["stateDetails"] for one in attempts}, {"ValueError: seven"})

    def test_given_a_session_policy_when_the_script_writes_then_it_may_not(self):
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        no_puts = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [everything, no_puts]}
        narrowed = {"policy": json.dumps(policy)}
        started = self.start("5", f"s3://{self.bucket}/none", executionIamPolicy=narrowed)
        self.assertEqual(self.ended(started)["state"], "FAILED")
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="none/")
        self.assertEqual(listed["KeyCount"], 0)


if __name__ == "__main__":
    unittest.main()
