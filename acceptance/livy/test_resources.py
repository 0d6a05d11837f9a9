import io
import tarfile
import unittest
import uuid

import boto3
from livy_case import Livy

BATCH = """
import helper
with open('tools/greeting.txt') as packed, open('rows.csv') as rows:
    print(helper.shout(packed.read()), len(rows.readlines()))
"""


def archive(*members):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


class Resources(unittest.TestCase):
    """Files, archives and Python files that code brings along from S3."""

    @classmethod
    def setUpClass(cls):
        cls.livy = Livy()
        cls.bucket = f"brought-{uuid.uuid4().hex[:8]}"
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=cls.bucket)
        for key, body in (
            ("rows.csv", b"a\n1\n2\n"),
            ("helper.py", b"def shout(text):\n    return text.upper()\n"),
            ("tools.tar.gz", archive(("greeting.txt", b"hello"))),
            ("bad.tar.gz", archive(("../out", b"x"))),
            ("batch.py", BATCH.encode()),
        ):
            s3.put_object(Bucket=cls.bucket, Key=key, Body=body)

    def place(self, name):
        return f"s3://{self.bucket}/{name}"

    def open(self, **options):
        session = self.livy.open(**options)
        self.addCleanup(self.livy.close, session)
        return session

    def test_given_what_a_session_brings_when_code_runs_then_it_and_its_workers_have_it(self):
        for release in ("spark-4.1", "spark-3.5"):
            session = self.open(
                conf={"spark.millrace.release": release},
                files=[self.place("rows.csv")],
                archives=[self.place("tools.tar.gz") + "#tools"],
                pyFiles=[self.place("helper.py")],
            )
            text = self.livy.text(
                session,
                "import helper\n"
                "from pyspark import SparkFiles\n"
                "def use(n):\n"
                "    return helper.shout(open('tools/greeting.txt').read())\n"
                "found = spark.sparkContext.parallelize([1], 1).map(use).collect()\n"
                "first = open(SparkFiles.get('rows.csv')).read(1)\n"
                "len(open('rows.csv').readlines()), found, first",
            )
            self.assertEqual(text, "(3, ['HELLO'], 'a')")

    def test_given_what_is_not_there_or_leads_out_when_opened_then_the_session_says_why(self):
        for options, why in (
            ({"files": [self.place("none.csv")]}, "none.csv cannot be read"),
            ({"archives": [self.place("bad.tar.gz")]}, "leads out of it"),
        ):
            _, session = self.livy.ask("POST", "/sessions", {"kind": "pyspark", **options})
            dead = self.livy.until(f"/sessions/{session['id']}", ("idle", "dead"))
            self.assertEqual(dead["state"], "dead")
            self.assertIn(why, "\n".join(dead["log"]))

    def test_given_what_is_no_place_in_s3_when_opened_then_it_is_refused(self):
        for options in (
            {"files": ["file:///etc/passwd"]},
            {"archives": [self.place("tools.tar.gz") + "#../up"]},
            {"pyFiles": ["/etc/passwd"]},
            {"jars": [self.place("a.jar")]},
        ):
            status, answer = self.livy.ask("POST", "/sessions", options)
            self.assertEqual(status, 400, answer)

    def test_given_a_batch_with_settings_of_spark_submit_when_it_runs_then_it_has_them(self):
        body = {
            "file": self.place("batch.py"),
            "conf": {
                "spark.files": self.place("rows.csv"),
                "spark.archives": self.place("tools.tar.gz") + "#tools",
                "spark.submit.pyFiles": self.place("helper.py"),
            },
        }
        _, batch = self.livy.ask("POST", "/batches", body)
        ended = self.livy.until(f"/batches/{batch['id']}", ("success", "dead"))
        self.assertEqual(ended["state"], "success", ended)
        self.assertIn("HELLO 3", ended["log"])


if __name__ == "__main__":
    unittest.main()
