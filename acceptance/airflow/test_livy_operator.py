"""Airflow's Livy operator, unmodified, against batches of the platform."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import uuid

import boto3

HERE = pathlib.Path(__file__).resolve().parent
LOCK = HERE / "airflow.lock"
KEPT = HERE.parent.parent / ".millrace" / "airflow"
SECONDS_MAX = 600
SCRIPT = """
import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
if sys.argv[1] == '7':
    raise ValueError('seven')
spark.range(int(sys.argv[1])).write.parquet(sys.argv[2])
"""


def environment():
    """Airflow's own Python, made anew when its lock changes; far more than our engine needs."""
    python, stamp = KEPT / "bin" / "python", KEPT / "lock.sha256"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return python
    uv = pathlib.Path(sys.prefix).parents[1] / "bootstrap" / "bin" / "uv"
    run = {"check": True, "timeout": SECONDS_MAX}
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, KEPT], **run)
    install = ["pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python]
    subprocess.run([uv, *install, "-r", LOCK], **run)
    stamp.write_text(digest)
    return python


def connection():
    """The platform as Airflow is told of it, with the key pair of the profile."""
    session = boto3.Session()
    keys = session.get_credentials()
    url = urllib.parse.urlsplit(session._session.get_scoped_config()["endpoint_url"])
    return json.dumps(
        {
            "conn_type": "livy",
            "schema": url.scheme,
            "host": url.hostname,
            "port": url.port,
            "login": keys.access_key,
            "password": keys.secret_key,
            "extra": {"endpoint_prefix": "livy"},
        }
    )


class LivyOperator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.python = environment()
        cls.s3 = boto3.client("s3")
        cls.bucket = f"airflow-{uuid.uuid4().hex[:8]}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.s3.put_object(Bucket=cls.bucket, Key="nightly.py", Body=SCRIPT.encode())

    def operate(self, *arguments):
        script = f"s3://{self.bucket}/nightly.py"
        with tempfile.TemporaryDirectory() as home:
            variables = {
                "PATH": os.environ["PATH"],
                "AIRFLOW_HOME": home,
                "AIRFLOW_CONN_LIVY_DEFAULT": connection(),
            }
            ran = subprocess.run(
                [self.python, HERE / "operate.py", script, *arguments],
                env=variables,
                capture_output=True,
                text=True,
                timeout=SECONDS_MAX,
            )
        last = ran.stdout.strip().splitlines()[-1:]
        self.assertTrue(last and last[0].startswith("{"), ran.stdout + ran.stderr)
        return json.loads(last[0])

    def test_given_a_script_when_the_operator_runs_it_then_it_waits_for_its_end(self):
        answer = self.operate("5", f"s3://{self.bucket}/out")
        self.assertEqual(list(answer), ["batch"], answer)
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="out/")
        self.assertTrue(any(one["Key"].endswith(".parquet") for one in listed["Contents"]))

    def test_given_a_script_that_raises_when_the_operator_runs_it_then_the_task_fails(self):
        answer = self.operate("7", "none")
        self.assertRegex(answer.get("failed", ""), "did not succeed|dead", answer)


if __name__ == "__main__":
    unittest.main()
