import unittest

import pyarrow
from jupyter import Portal, ask
from notebook_case import Account, NotebookCase
from pyiceberg.catalog import load_catalog

READING = [
    "glue:Get*",
    "lakeformation:GetDataAccess",
    "elasticmapreduce:Describe*",
    "elasticmapreduce:List*",
    "elasticmapreduce:GetClusterSessionCredentials",
    "iam:PassRole",
]
PLAIN = [
    "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])",
    "from pyiceberg.catalog import load_catalog\n"
    "table = load_catalog('own').load_table('research.flights')\n"
    "print('pandas', table.scan(row_filter='delay > 1').to_pandas().delay.sum())",
    "import duckdb; frame = table.scan().to_arrow()\n"
    "print('duckdb', duckdb.sql('select sum(delay) from frame').fetchone()[0])",
    "load_catalog('own').drop_table('research.flights')",
    "!echo shell $((40 + 2))",
]
SPARK = [
    "print('sum', spark.table('own.research.flights').groupBy().sum('delay').first()[0])",
    "%%sql\nselect max(delay) as latest from own.research.flights",
]


def make_table(account):
    """Of the account's own catalog, governed: nothing but its grants opens it."""
    variables = account.environment()
    prefix = "PYICEBERG_CATALOG__LAKE__"
    uri, credential = (variables[prefix + name] for name in ("URI", "CREDENTIAL"))
    catalog = load_catalog("own", type="rest", uri=uri, warehouse=account.id, credential=credential)
    rows = pyarrow.table({"delay": [1, 2, 30]})
    catalog.create_namespace("research")
    catalog.create_table("research.flights", rows.schema).append(rows)


class NotebookFromThePortal(NotebookCase):
    """One person opens a notebook as a role and works in each of its kernels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.account
        make_table(account)
        account.let_role(READING, ["*"])
        cls.platform = account.livy_url().removesuffix("/livy")
        cls.portal = Portal(cls.platform, account.profile)
        cls.notebook = cls.portal.open(role=account.role)
        cls.jupyter = cls.portal.enter(cls.notebook)

    @classmethod
    def tearDownClass(cls):
        cls.portal.ask("POST", f"/notebooks/{cls.notebook}/stop")

    def test_given_a_role_when_plain_python_reads_then_without_spark_and_as_the_role(self):
        who, pandas, duckdb, refused, shell = self.jupyter.run("python3", PLAIN)
        self.assertIn(":assumed-role/research/", who)
        self.assertIn("pandas 32", pandas)
        self.assertIn("duckdb 33", duckdb)
        self.assertRegex(refused, "(?i)forbidden|denied|not authorized")
        self.assertIn("shell 42", shell)

    def test_given_a_role_when_sparkmagic_reads_then_on_spark_and_as_the_role(self):
        summed, selected = self.jupyter.run("pysparkkernel", SPARK)
        self.assertIn("sum 33", summed)
        self.assertIn("30", selected)

    def test_given_a_cluster_when_the_extension_connects_then_cells_run_there(self):
        cluster = self.account.make_cluster()
        role = self.account.role
        options = f"--auth-type Basic_Access --emr-execution-role-arn {role} --language python"
        loaded, connected, read = self.jupyter.run(
            "analytics",
            [
                "%load_ext sagemaker_studio_analytics_extension.magics",
                f"%sm_analytics emr connect --cluster-id {cluster} {options}",
                f"%%spark\n{SPARK[0]}",
            ],
        )
        self.account.aws.client("emr").terminate_job_flows(JobFlowIds=[cluster])
        self.assertNotIn("Error", loaded)
        self.assertIn('"success": true', connected)
        self.assertIn("sum 33", read, connected)

    def test_given_a_notebook_when_saved_then_a_script_lies_beside_it_and_outlives_it(self):
        second = self.portal.open()
        jupyter = self.portal.enter(second)
        cell = {
            "cell_type": "code",
            "source": "1 + 1",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "id": "one",
        }
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
        model = {"type": "notebook", "format": "json", "content": content}
        saved = jupyter.ask("PUT", "/api/contents/kept.ipynb", model)
        self.assertIn(saved.status, (200, 201), saved.text)
        self.portal.ask("POST", f"/notebooks/{second}/stop")

        script = self.jupyter.ask("GET", "/api/contents/kept.py?type=file&format=text").json()

        self.assertIn("# %%\n1 + 1", script["content"])

    def test_given_a_code_when_used_again_then_nobody_is_let_in(self):
        entrance = self.portal.entrance(self.notebook)
        first, again = ask(entrance), ask(entrance)
        self.assertEqual([first.status, again.status], [303, 401])
        self.assertRegex(first.headers["set-cookie"], "HttpOnly; SameSite=Strict")

    def test_given_no_cookie_or_a_forged_one_when_asked_then_nothing_is_shown(self):
        forged = f"millrace_notebook_{self.jupyter.url.split(':')[-1]}={self.notebook}.{'A' * 43}"
        for headers in ({}, {"Cookie": forged}):
            answer = ask(self.jupyter.url, "/api/contents", headers=headers)
            self.assertEqual(answer.status, 401, answer.text)

    def test_given_another_notebooks_cookie_when_asked_then_nothing_is_shown(self):
        second = self.portal.open()
        jupyter = self.portal.enter(second)
        value = jupyter.cookie.split("=", 1)[1]
        for name in (jupyter.cookie.split("=")[0], self.jupyter.cookie.split("=")[0]):
            answer = ask(self.jupyter.url, "/lab", headers={"Cookie": f"{name}={value}"})
            self.assertEqual(answer.status, 401, answer.text)

    def test_given_a_foreign_page_when_it_asks_with_the_cookie_then_it_is_refused(self):
        for origin in (self.platform, "http://127.0.0.1:8999", "https://elsewhere.test"):
            posted = self.jupyter.ask("POST", "/api/kernels", {"name": "python3"}, Origin=origin)
            self.assertEqual(posted.status, 403, posted.text)
        fetched = self.jupyter.ask(
            "GET", "/api/contents", **{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "empty"}
        )
        self.assertEqual(fetched.status, 403, fetched.text)

    def test_given_a_foreign_page_when_it_opens_a_websocket_then_it_is_refused(self):
        kernel = self.jupyter.ask("POST", "/api/kernels", {"name": "python3"}).json()["id"]
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        path = f"/api/kernels/{kernel}/channels"
        for origin in (self.platform, "null", ""):
            answer = self.jupyter.ask("GET", path, **upgrade, Origin=origin)
            self.assertEqual(answer.status, 403, answer.text)
        self.jupyter.ask("DELETE", f"/api/kernels/{kernel}")

    def test_given_another_person_when_they_name_the_notebook_then_it_is_not_there(self):
        other = Portal(self.platform, Account().profile)
        for method, path in (("GET", ""), ("POST", "/entrance"), ("POST", "/stop")):
            answer = other.ask(method, f"/notebooks/{self.notebook}{path}")
            self.assertEqual(answer.status, 404, answer.text)
        self.assertEqual(other.ask("GET", "/notebooks").json()["items"], [])

    def test_given_a_role_that_trusts_others_when_a_notebook_is_opened_as_it_then_not(self):
        answer = self.portal.ask(
            "POST", "/notebooks", {"role": f"arn:aws:iam::{Account().id}:role/research"}
        )
        self.assertEqual(answer.status, 403, answer.text)

    def test_given_credentials_of_a_box_when_used_outside_it_then_they_open_nothing(self):
        code = (
            "import boto3\nheld = boto3.Session().get_credentials().get_frozen_credentials()\n"
            "print(held.access_key, held.secret_key, held.token)"
        )
        access, secret, token = self.jupyter.run("python3", [code])[0].split()
        stolen = self.account.aws.client(
            "sts", aws_access_key_id=access, aws_secret_access_key=secret, aws_session_token=token
        )
        with self.assertRaisesRegex(Exception, "AccessDenied"):
            stolen.get_caller_identity()

    def test_given_a_box_when_it_looks_around_then_it_sees_no_other_and_no_jupyter(self):
        code = (
            "import os, socket\n"
            "print('processes', len([p for p in os.listdir('/proc') if p.isdigit()]) < 12)\n"
            "unix = open('/proc/net/unix').read()\n"
            "print('sockets', '/run/notebooks/' in unix)\n"
            "def reaches(port):\n"
            "    with socket.socket() as s:\n"
            "        return s.connect_ex(('127.0.0.1', port)) == 0\n"
            f"print('neighbour', reaches({int(self.jupyter.url.split(':')[-1])}))\n"
        )
        shown = self.jupyter.run("python3", [code])[0]
        self.assertIn("processes True", shown)
        self.assertIn("neighbour False", shown)

    def test_given_a_stopped_notebook_when_its_cookie_comes_then_it_is_gone(self):
        second = self.portal.open()
        jupyter = self.portal.enter(second)
        self.portal.ask("POST", f"/notebooks/{second}/stop")
        self.assertIn(jupyter.ask("GET", "/api/status").status, (401, 410))
        self.assertEqual(self.portal.ask("POST", f"/notebooks/{second}/entrance").status, 409)


if __name__ == "__main__":
    unittest.main()
