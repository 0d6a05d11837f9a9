import time
import unittest

from livy_case import LivyCase

ROWS = (
    'import sys\nfor row in spark.sql(u"""select id, \'x\' as b from range(3) """)'
    ".toJSON(use_unicode=(sys.version_info.major > 2)).take(2500): print(row)"
)


class Statements(LivyCase):
    def test_given_spark_when_code_runs_then_its_value_is_the_text(self):
        self.assertEqual(self.text("spark.range(100).count()"), "100")
        self.assertIn("SparkSession", self.text("spark"))

    def test_given_the_sql_magic_of_sparkmagic_when_it_runs_then_each_row_is_json(self):
        self.assertEqual(self.text(ROWS).split("\n")[2], '{"id":2,"b":"x"}')

    def test_given_kind_sql_when_it_runs_then_rows_and_schema_come(self):
        output = self.run_code("select 1 as a, date'2013-01-01' as d", kind="sql")["output"]
        table = output["data"]["application/json"]
        self.assertEqual(table["data"], [[1, "2013-01-01"]])
        self.assertEqual([field["name"] for field in table["schema"]["fields"]], ["a", "d"])

    def test_given_an_error_when_it_runs_then_name_value_and_frames_come(self):
        output = self.run_code("def f():\n    return 1/0\nf()")["output"]
        self.assertEqual((output["status"], output["ename"]), ("error", "ZeroDivisionError"))
        self.assertIn("return 1/0", "".join(output["traceback"]))

    def test_given_plots_and_frames_when_shown_then_they_are_rich(self):
        plot = self.run_code("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
        self.assertTrue(plot["output"]["data"]["image/png"].startswith("iVBOR"))
        frame = self.run_code("spark.range(2).toPandas()")["output"]["data"]
        self.assertIn("<table", frame["text/html"])
        self.assertEqual(
            self.run_code("rows = [1, 2]\n%json rows")["output"]["data"]["application/json"], [1, 2]
        )

    def test_given_a_user_defined_function_when_it_runs_then_python_workers_start(self):
        code = "from pyspark.sql.functions import udf\n"
        code += "spark.range(3).select(udf(lambda n: str(n * 2))('id').alias('d')).collect()[2].d"
        self.assertEqual(self.text(code), "'4'")

    def test_given_a_running_job_when_cancelled_then_it_ends_and_the_session_lives(self):
        path = f"/sessions/{self.session}/statements"
        code = "import time\nspark.range(4).rdd.map(lambda n: time.sleep(60)).count()"
        _, statement = self.livy.ask("POST", path, {"code": code})
        self.livy.until(f"{path}/{statement['id']}", ("running",))
        time.sleep(1)
        began = time.monotonic()
        self.livy.ask("POST", f"{path}/{statement['id']}/cancel", {})
        ended = self.livy.until(f"{path}/{statement['id']}", ("available", "cancelled"))
        self.assertEqual(ended["state"], "cancelled")
        self.assertLess(time.monotonic() - began, 15)
        self.assertEqual(self.text("1 + 1"), "2")

    def test_given_names_when_completed_then_candidates_come(self):
        body = {"code": "spark.ra", "cursor": 8}
        _, answer = self.livy.ask("POST", f"/sessions/{self.session}/completion", body)
        self.assertIn("spark.range", answer["candidates"])

    def test_given_wrong_secrets_when_asked_then_401(self):
        status, _ = self.livy.ask("GET", "/sessions", authorization="Basic eDp5")
        self.assertEqual(status, 401)


if __name__ == "__main__":
    unittest.main()
