import json
import uuid

import pyarrow as pa
from compute_case import ComputeCase
from livy import LivyBatch
from pyiceberg.catalog import load_catalog

SCRIPT = """
import json
import sys
import boto3
from pyspark.sql import SparkSession
spark = SparkSession.builder.appName('one').getOrCreate()
total = spark.range(int(sys.argv[1])).selectExpr('sum(id) AS total').first().total
answer = {'total': total, 'setting': spark.conf.get('spark.a')}
granted = spark.table(sys.argv[3])
answer['columns'] = granted.columns
answer['rows'] = sorted(tuple(row) for row in granted.collect())
answer['upper'] = granted.toPandas().name.str.upper().tolist()
bucket, key = sys.argv[2].split('/', 1)
boto3.client('s3').put_object(Bucket=bucket, Key=key, Body=json.dumps(answer).encode())
"""
EXPECTED = {
    "total": 4950,
    "setting": "1",
    "columns": ["id", "name"],
    "rows": [[1, "ana"], [2, "bea"]],
    "upper": ["ANA", "BEA"],
}
STEP_ENDS = ("COMPLETED", "FAILED", "CANCELLED")
MASTER = {"InstanceRole": "MASTER", "InstanceType": "m5.large", "InstanceCount": 1}


class OneScript(ComputeCase):
    """The same file as a step of a cluster, as a serverless job run, and as a batch of Livy."""

    release = "spark-4.1"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.client("s3")
        cls.bucket = f"one-{uuid.uuid4().hex[:8]}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.s3.put_object(Bucket=cls.bucket, Key="one.py", Body=SCRIPT.encode())
        cls.script = f"s3://{cls.bucket}/one.py"
        mine = [f"arn:aws:s3:::{cls.bucket}", f"arn:aws:s3:::{cls.bucket}/*"]
        statement = {"Effect": "Allow", "Action": "s3:*", "Resource": mine}
        lake = {"Effect": "Allow", "Resource": "*"}
        lake["Action"] = ["glue:Get*", "lakeformation:GetDataAccess"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement, lake]})
        iam = cls.client("iam")
        iam.put_role_policy(RoleName="research", PolicyName="own", PolicyDocument=policy)
        cls.make_table()

    @classmethod
    def make_table(cls):
        """Of its three columns the role may read two, and one row it may not."""
        lake = cls.client("lakeformation")
        me = cls.client("sts").get_caller_identity()["Arn"]
        admins = [{"DataLakePrincipalIdentifier": me}]
        # Without permissions by default: what is granted below is all that anybody has.
        lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": admins})
        keys = cls.session.get_credentials()
        endpoint = cls.session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        catalog = load_catalog(
            "own",
            uri=f"{endpoint}/iceberg",
            warehouse=cls.account,
            credential=f"{keys.access_key}:{keys.secret_key}",
        )
        catalog.create_namespace("people")
        rows = pa.table(
            {
                "id": pa.array([1, 2, 3], pa.int64()),
                "name": ["ana", "bea", "cid"],
                "salary": pa.array([7, 8, 9], pa.int64()),
            }
        )
        catalog.create_table("people.staff", rows.schema).append(rows)
        where = {"DatabaseName": "people", "TableName": "staff", "TableCatalogId": cls.account}
        lake.create_data_cells_filter(
            TableData={
                **where,
                "Name": "two",
                "RowFilter": {"FilterExpression": "id < 3"},
                "ColumnNames": ["id", "name"],
            }
        )
        lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": cls.role},
            Resource={"DataCellsFilter": {**where, "Name": "two"}},
            Permissions=["SELECT"],
        )

    def flow(self, keep_alive=True, **options):
        instances = {"KeepJobFlowAliveWhenNoSteps": keep_alive, "InstanceGroups": [MASTER]}
        made = self.emr.run_job_flow(
            Name="one", ReleaseLabel=self.release, Instances=instances, **options
        )
        cluster = made["JobFlowId"]
        self.addCleanup(self.emr.terminate_job_flows, JobFlowIds=[cluster])
        return cluster

    def arguments(self, key):
        return ["100", f"{self.bucket}/{key}", "own.people.staff"]

    def answer(self, key):
        return json.load(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"])

    def step(self, *words, action="CONTINUE"):
        return {
            "Name": "one",
            "ActionOnFailure": action,
            "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit", *words]},
        }

    def ended(self, cluster, step):
        def ask():
            found = self.emr.describe_step(ClusterId=cluster, StepId=step)["Step"]["Status"]
            return found["State"], found

        return self.until(ask, STEP_ENDS)

    def cluster_state(self, cluster):
        status = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]["Status"]
        return status["State"], status

    def test_given_steps_when_they_end_then_each_says_how_and_the_cluster_waits(self):
        cluster = self.flow()
        good = self.step(
            "--deploy-mode", "cluster", "--conf", "spark.a=1", self.script, *self.arguments("step")
        )
        bad = self.step(self.script, "no-number", "x/y", "z")
        added = self.emr.add_job_flow_steps(
            JobFlowId=cluster, Steps=[good, bad], ExecutionRoleArn=self.role
        )["StepIds"]

        done, failed = (self.ended(cluster, step) for step in added)

        self.assertEqual(done["State"], "COMPLETED", done)
        self.assertEqual(self.answer("step"), EXPECTED)
        self.assertEqual(failed["State"], "FAILED")
        self.assertIn("ValueError", failed["FailureDetails"]["Message"])
        self.until(lambda: self.cluster_state(cluster), ("WAITING",))

    def test_given_a_cluster_for_one_step_when_it_fails_then_both_end(self):
        bad = self.step(self.script, "no-number", "x/y", "z", action="TERMINATE_CLUSTER")
        cluster = self.flow(keep_alive=False, Steps=[bad], StepExecutionRoleArn=self.role)
        ended = self.until(lambda: self.cluster_state(cluster), ("TERMINATED_WITH_ERRORS",))
        self.assertEqual(ended["StateChangeReason"]["Code"], "STEP_FAILURE")

    def test_given_a_job_run_when_it_ends_then_its_answer_is_the_same(self):
        application = self.serverless.create_application(
            name="one", releaseLabel=self.release, type="SPARK"
        )["applicationId"]
        run = self.serverless.start_job_run(
            applicationId=application,
            executionRoleArn=self.role,
            jobDriver={
                "sparkSubmit": {
                    "entryPoint": self.script,
                    "entryPointArguments": self.arguments("run"),
                    "sparkSubmitParameters": "--conf spark.a=1",
                }
            },
        )["jobRunId"]

        def ask():
            found = self.serverless.get_job_run(applicationId=application, jobRunId=run)["jobRun"]
            return found["state"], found

        found = self.until(ask, ("SUCCESS", "FAILED"))
        self.assertEqual((found["state"], found["stateDetails"]), ("SUCCESS", ""))
        self.assertEqual(self.answer("run"), EXPECTED)

    def test_given_a_batch_on_a_cluster_when_it_ends_then_its_answer_is_the_same(self):
        cluster = self.flow()
        pair = self.emr.get_cluster_session_credentials(
            ClusterId=cluster, ExecutionRoleArn=self.role
        )["Credentials"]["UsernamePassword"]
        found = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]
        (conf,) = (one for one in found["Configurations"] if one["Classification"] == "livy-conf")
        batch = LivyBatch.create(
            f"http://{found['MasterPublicDnsName']}:{conf['Properties']['livy.server.port']}",
            self.script,
            auth=(pair["Username"], pair["Password"]),
            args=self.arguments("batch"),
            spark_conf={"spark.a": "1"},
        )
        batch.wait()
        self.assertEqual(batch.state.value, "success")
        self.assertEqual(self.answer("batch"), EXPECTED)


class OneScriptOnAnOlderRelease(OneScript):
    """Where a label of AWS asks for it, Spark 3.5 answers, and the answers are the same."""

    release = "emr-7.9.0"
    # The engine may not be there yet: who first wants it waits for it.
    wait_seconds = 600
