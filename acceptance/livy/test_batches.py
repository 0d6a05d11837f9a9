import json
import time
import unittest
import uuid

import boto3
from livy import LivyBatch
from livy.models import SessionState
from livy_case import Livy

MODULE = "GREETING = 'counted'\n"
SCRIPT = """
import sys
import greeting
from pyspark.sql import SparkSession
spark = SparkSession.builder.appName('run').getOrCreate()
print(greeting.GREETING, spark.range(int(sys.argv[1])).count(), spark.conf.get('spark.a', 'none'))
if sys.argv[1] == '7':
    raise ValueError('seven')
if sys.argv[1] == '9':
    import time
    time.sleep(600)
"""
ENDED = {SessionState.SUCCESS, SessionState.DEAD, SessionState.KILLED}


class Batches(unittest.TestCase):
    """PyPI's Livy client, with the key pair of the profile."""

    @classmethod
    def setUpClass(cls):
        cls.s3 = boto3.client("s3")
        cls.bucket = f"batches-{uuid.uuid4().hex[:8]}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.s3.put_object(Bucket=cls.bucket, Key="script.py", Body=SCRIPT.encode())
        cls.s3.put_object(Bucket=cls.bucket, Key="greeting.py", Body=MODULE.encode())
        cls.livy = Livy()
        keys = boto3.Session().get_credentials()
        cls.auth = (keys.access_key, keys.secret_key)

    def batch(self, *arguments, **options):
        return LivyBatch.create(
            self.livy.url,
            f"s3://{self.bucket}/script.py",
            auth=self.auth,
            args=list(arguments),
            py_files=[f"s3://{self.bucket}/greeting.py"],
            **options,
        )

    def prints(self, batch, line):
        """What was printed last may come after word of the end."""
        deadline = time.monotonic() + 30
        while not any(line in one for one in self.log_of(batch)):
            if time.monotonic() > deadline:
                raise AssertionError(self.log_of(batch))
            time.sleep(0.2)

    def log_of(self, batch):
        return batch.client.get_batch_log(batch.batch_id, 0, -1).lines

    def test_given_a_script_when_it_runs_then_its_log_has_what_it_printed(self):
        batch = self.batch("5", spark_conf={"spark.a": "1"})
        batch.wait()
        self.assertEqual(batch.state, SessionState.SUCCESS)
        self.prints(batch, "counted 5 1")

    def test_given_a_script_that_raises_when_it_ends_then_dead_with_the_reason(self):
        batch = self.batch("7")
        batch.wait()
        self.assertEqual(batch.state, SessionState.DEAD)
        self.prints(batch, "ValueError: seven")

    def test_given_a_running_batch_when_deleted_then_it_is_gone_and_its_name_free(self):
        name = f"nightly-{uuid.uuid4().hex[:8]}"
        batch = self.batch("9", name=name)
        self.livy.until(f"/batches/{batch.batch_id}/state", ("running", "dead"))
        status, refused = self.livy.ask("POST", "/batches", self.wish(name))
        self.assertEqual((status, refused["msg"]), (400, f'session name "{name}" is taken'))
        batch.kill()
        status, _ = self.livy.ask("GET", f"/batches/{batch.batch_id}")
        self.assertEqual(status, 404)
        _, listed = self.livy.ask("GET", "/batches")
        self.assertNotIn(name, json.dumps(listed))

    def wish(self, name):
        return {"file": f"s3://{self.bucket}/script.py", "args": ["9"], "name": name}

    def test_given_the_server_s_own_files_when_named_as_the_script_then_refused(self):
        for file in ("/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x.py"):
            status, answer = self.livy.ask("POST", "/batches", {"file": file})
            self.assertEqual((status, "is no s3://" in answer["msg"]), (400, True), answer)

    def test_given_a_bucket_out_of_reach_when_the_script_is_there_then_dead(self):
        file = f"s3://elsewhere-{uuid.uuid4().hex}/script.py"
        _, made = self.livy.ask("POST", "/batches", {"file": file})
        ended = self.livy.until(f"/batches/{made['id']}", ("success", "dead"))
        self.assertEqual(ended["state"], "dead")
        self.assertTrue(ended["log"], ended)


if __name__ == "__main__":
    unittest.main()
