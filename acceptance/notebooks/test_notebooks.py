import unittest

from notebook_case import NotebookCase

CELLS = [
    "print('rows', spark.range(41).count() + 1)",
    "%%sql\nselect 'a' as letter, id from range(2)",
    "%%spark -o frame\nframe = spark.sql('select 7 as seven, 2.5 as half')",
    "%%local\nprint('here', frame.seven.iloc[0], frame.half.iloc[0])",
    "raise ValueError('on purpose')",
]

READ = "(lambda path: print(spark.read.text(path).first()[0]))"


class PlainSparkmagic(NotebookCase):
    def test_given_an_access_key_pair_when_a_pyspark_notebook_runs_then_it_runs_on_spark(self):
        counted, selected, _, local, failed = self.execute(
            CELLS, "pysparkkernel", self.plain_sparkmagic()
        )
        self.assertIn("rows 42", counted)
        self.assertIn("letter", selected)
        self.assertIn("here 7 2.5", local)
        self.assertIn("on purpose", failed)


class PlainPython(NotebookCase):
    def test_given_a_role_when_a_python_notebook_runs_then_it_reads_tables_without_spark(self):
        account = self.account
        # Nothing of S3: files of a registered location come with credentials of their own.
        account.let_role(["glue:Get*", "lakeformation:GetDataAccess"], ["*"])
        open_catalog = [
            "import pyarrow",
            "from pyiceberg.catalog import load_catalog",
            f"catalog = load_catalog('lake', warehouse='{account.id}')",
        ]
        make = [
            *open_catalog,
            "rows = pyarrow.table({'delay': [1, 2, 30]})",
            "catalog.create_namespace('research')",
            "catalog.create_table('research.flights', rows.schema).append(rows)",
        ]
        read = [
            *open_catalog,
            "import boto3, duckdb",
            "print(boto3.client('sts').get_caller_identity()['Arn'])",
            "print(type(boto3.Session().get_credentials()).__name__)",
            "table = catalog.load_table('research.flights')",
            "print('pandas', table.scan(row_filter='delay > 1').to_pandas().delay.sum())",
            "frame = table.scan().to_arrow()",
            "print('duckdb', duckdb.sql('select sum(delay) from frame').fetchone()[0])",
        ]
        self.execute(["\n".join(make)], "python3")
        shown, refused = self.execute(
            ["\n".join(read), "catalog.drop_table('research.flights')"],
            "python3",
            options=["--role", account.role],
        )
        self.assertIn(":assumed-role/research/", shown)
        self.assertIn("DeferredRefreshableCredentials", shown)
        self.assertIn("pandas 32", shown)
        self.assertIn("duckdb 33", shown)
        self.assertIn("Forbidden", refused)


class AnalyticsExtension(NotebookCase):
    """One notebook connects to a cluster, then to a serverless application, and reads on each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.account
        opened, closed = account.make_bucket("open"), account.make_bucket("closed")
        objects = [f"arn:aws:s3:::{opened}", f"arn:aws:s3:::{opened}/*"]
        account.let_role(["s3:GetObject", "s3:ListBucket"], objects)
        cluster, application = account.make_cluster(), account.make_application()
        role = f"--emr-execution-role-arn {account.role} --language python"
        basic = "--auth-type Basic_Access"
        readings = [f"%%spark\n{READ}('s3://{bucket}/a.txt')" for bucket in (opened, closed)]
        cells = [
            "%load_ext sagemaker_studio_analytics_extension.magics",
            f"%sm_analytics emr connect --cluster-id {cluster} {basic} {role}",
            *readings,
            "%spark cleanup",
            f"%sm_analytics emr-serverless connect --application-id {application} {role}",
            *readings,
            "%spark cleanup",
        ]
        shown = cls.execute(cells, "python3", options=["--proxy"])
        cls.loaded = shown[0]
        cls.on_cluster, cls.on_application = shown[1:4], shown[5:8]
        account.aws.client("emr").terminate_job_flows(JobFlowIds=[cluster])

    def test_given_the_exported_variables_when_the_extension_loads_then_nothing_fails(self):
        self.assertNotIn("Error", self.loaded)

    def test_given_a_cluster_when_connected_then_cells_run_as_the_role(self):
        self.reads_as_the_role(*self.on_cluster)

    def test_given_an_application_when_connected_then_cells_run_as_the_role(self):
        self.reads_as_the_role(*self.on_application)

    def reads_as_the_role(self, connected, opened, closed):
        self.assertIn("one line", opened, connected)
        self.assertNotIn("one line", closed)
        self.assertRegex(closed, "(?i)access.?denied|forbidden")


if __name__ == "__main__":
    unittest.main()
