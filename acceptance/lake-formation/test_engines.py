"""Cases 207, 208 and 210 of section J, as far as they are about clusters and Spark's drivers."""

from case import Case
from mesh import policy_document
from spark_session import Spark


class Clusters(Case):
    def test_207_a_cluster_takes_the_roles_that_iam_allows(self):
        analyst_role, other = self.role("allowed"), self.role("other")
        condition = {"ArnEquals": {"elasticmapreduce:ExecutionRoleArn": analyst_role}}
        act = {"Effect": "Allow", "Action": "elasticmapreduce:GetClusterSessionCredentials"}
        start = {"Effect": "Allow", "Resource": "*"}
        start["Action"] = ["elasticmapreduce:RunJobFlow", "elasticmapreduce:DescribeCluster"]
        start["Action"] += ["elasticmapreduce:TerminateJobFlows", "iam:PassRole"]
        start["Action"] += ["elasticmapreduce:AddTags"]
        person = self.G.user("starter")
        self.addCleanup(self.G.drop_user, "starter")
        self.G.admin.iam.put_user_policy(
            UserName="starter",
            PolicyName="all",
            PolicyDocument=policy_document(start, {**act, "Resource": "*", "Condition": condition}),
        )
        emr = person.client("emr")
        instances = {"InstanceCount": 1, "MasterInstanceType": "m5.large"}
        instances["KeepJobFlowAliveWhenNoSteps"] = True
        cluster = emr.run_job_flow(
            Name="case",
            ReleaseLabel="emr-7.9.0",
            Applications=[{"Name": "Spark"}, {"Name": "Livy"}],
            Instances=instances,
        )["JobFlowId"]
        self.addCleanup(emr.terminate_job_flows, JobFlowIds=[cluster])
        ask = emr.get_cluster_session_credentials
        self.assertIn("Credentials", ask(ClusterId=cluster, ExecutionRoleArn=analyst_role))
        self.refused("AccessDeniedException", ask, ClusterId=cluster, ExecutionRoleArn=other)

    def role(self, name):
        role = self.G.role(name)
        self.addCleanup(self.G.drop_role, name)
        return role.arn


class Drivers(Case):
    def test_208_210_code_in_a_driver_finds_what_was_granted_and_no_more(self):
        """Nothing need be forbidden to code of people: what is hidden is in none of its files."""
        self.granted_filter(self.analyst, "us", ["sym", "px"], "trader_id = 'us'")
        self.reads(self.analyst, "sym", "px", rows=2)
        location = self.eng.load(self.G.id, ("mkt", "trades")).location()
        keys = self.analyst.session.get_credentials()
        endpoint = self.analyst.place["endpoint"]
        with Spark(endpoint, keys.access_key, keys.secret_key) as spark:
            frame = "spark.table('own.mkt.trades')"
            rows = f"sorted(tuple(row) for row in {frame}.rdd.collect())"
            self.assertEqual(spark.run(rows), "[('ABC', 1.0), ('XYZ', 3.0)]")
            plan = f"{frame}._jdf.queryExecution().toString()"
            shown = spark.run(f"print({plan})")
            self.assertIn("sym", shown)
            for hidden in ("trader_id", "pnl", "'us'", "qty"):
                self.assertNotIn(hidden, shown)
            # The files of the whole table are closed to other readers of the same session.
            base = spark.run(f"spark.read.parquet('{location}/data').count()")
            self.assertRegex(base, "Access ?Denied|403|Forbidden")
