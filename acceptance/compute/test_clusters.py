import json
import urllib.error
import uuid

from compute_case import ComputeCase, livy

FLOW = {
    "Name": "research",
    "ReleaseLabel": "emr-7.9.0",
    "Applications": [{"Name": "Spark"}, {"Name": "Livy"}],
    "Instances": {
        "KeepJobFlowAliveWhenNoSteps": True,
        "InstanceGroups": [
            {"InstanceRole": "MASTER", "InstanceType": "m5.large", "InstanceCount": 1}
        ],
    },
}
WHO = "import boto3; boto3.client('sts').get_caller_identity()['Arn']"


class Clusters(ComputeCase):
    def run_flow(self, **options):
        made = self.emr.run_job_flow(**{**FLOW, **options})
        cluster = made["JobFlowId"]
        self.addCleanup(self.emr.terminate_job_flows, JobFlowIds=[cluster])
        return cluster

    def describe(self, cluster):
        found = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]
        return found["Status"]["State"], found

    def livy_of(self, cluster):
        """Host and port as a notebook finds them: instances, and Livy's configuration."""
        found = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]
        port = next(
            configuration["Properties"]["livy.server.port"]
            for configuration in found["Configurations"]
            if configuration["Classification"] == "livy-conf"
        )
        return f"http://{found['MasterPublicDnsName']}:{port}"

    def pair_for(self, cluster):
        asked = {"ClusterId": cluster, "ExecutionRoleArn": self.role}
        answer = self.emr.get_cluster_session_credentials(**asked)
        return answer["Credentials"]["UsernamePassword"]

    def test_given_a_cluster_when_a_session_runs_then_it_is_the_role(self):
        cluster = self.run_flow()
        url, pair = self.livy_of(cluster), self.pair_for(cluster)

        status, session = livy(url, pair, "POST", "/sessions", {"kind": "pyspark"})
        self.assertEqual(status, 201, session)
        self.until(lambda: self.state(url, pair, session["id"]), ("idle",))
        path = f"/sessions/{session['id']}/statements"
        _, statement = livy(url, pair, "POST", path, {"code": WHO})
        done = self.until(
            lambda: self.statement(url, pair, f"{path}/{statement['id']}"), ("available",)
        )

        said = done["output"]["data"]["text/plain"]
        self.assertIn(f"arn:aws:sts::{self.account}:assumed-role/research/", said)

    @staticmethod
    def state(url, pair, session):
        _, answer = livy(url, pair, "GET", f"/sessions/{session}")
        return answer.get("state"), answer

    @staticmethod
    def statement(url, pair, path):
        _, answer = livy(url, pair, "GET", path)
        return answer.get("state"), answer

    def test_given_a_cluster_when_terminated_then_its_sessions_and_pairs_end(self):
        cluster = self.run_flow()
        url, pair = self.livy_of(cluster), self.pair_for(cluster)
        status, session = livy(url, pair, "POST", "/sessions", {"kind": "pyspark"})
        self.assertEqual(status, 201, session)

        self.emr.terminate_job_flows(JobFlowIds=[cluster])

        found = self.until(lambda: self.describe(cluster), ("TERMINATED",))
        self.assertEqual(found["Status"]["StateChangeReason"]["Code"], "USER_REQUEST")
        try:
            status, _ = livy(url, pair, "GET", "/sessions")
            self.assertIn(status, (401, 403, 404))
        except urllib.error.URLError:
            pass  # Nothing listens there any more.
        asked = {"ClusterId": cluster, "ExecutionRoleArn": self.role}
        self.refused("InvalidRequestException", self.emr.get_cluster_session_credentials, **asked)

    def test_given_clusters_when_listed_by_state_then_pages_hold_each_once(self):
        mine = {self.run_flow(Name=f"page-{number}") for number in range(3)}

        pages = self.emr.get_paginator("list_clusters").paginate(
            ClusterStates=["STARTING", "RUNNING", "WAITING"]
        )
        listed = [cluster["Id"] for page in pages for cluster in page["Clusters"]]

        self.assertEqual(len(listed), len(set(listed)))
        self.assertLessEqual(mine, set(listed))

    def test_given_a_cluster_when_its_instances_are_listed_then_groups_match(self):
        cluster = self.run_flow()

        groups = self.emr.list_instance_groups(ClusterId=cluster)["InstanceGroups"]
        instances = self.emr.list_instances(ClusterId=cluster)["Instances"]

        kinds = [(group["InstanceGroupType"], group["InstanceType"]) for group in groups]
        self.assertEqual(kinds, [("MASTER", "m5.large")])
        self.assertEqual([each["InstanceGroupId"] for each in instances], [groups[0]["Id"]])

    def test_given_another_pair_or_none_when_livy_is_asked_then_unauthorized(self):
        cluster, other = self.run_flow(), self.run_flow(Name="other")
        url = self.livy_of(cluster)

        for pair in (self.pair_for(other), {"Username": "x", "Password": "y"}):
            status, _ = livy(url, pair, "GET", "/sessions")
            self.assertEqual(status, 401)

    def test_given_a_security_configuration_when_a_cluster_names_it_then_it_must_be_there(self):
        roles = {"IAMConfiguration": {"EnableApplicationScopedIAMRole": True}}
        asked = {
            "Name": "roles",
            "SecurityConfiguration": json.dumps({"AuthorizationConfiguration": roles}),
        }
        self.emr.create_security_configuration(**asked)
        cluster = self.run_flow(SecurityConfiguration="roles")
        _, found = self.describe(cluster)
        self.assertEqual(found["SecurityConfiguration"], "roles")
        read = self.emr.describe_security_configuration(Name="roles")
        self.assertEqual(read["SecurityConfiguration"], asked["SecurityConfiguration"])
        pages = self.emr.get_paginator("list_security_configurations").paginate()
        names = [one["Name"] for page in pages for one in page["SecurityConfigurations"]]
        self.assertEqual(names, ["roles"])
        code = "InvalidRequestException"
        self.refused(code, self.emr.create_security_configuration, **asked)
        self.emr.delete_security_configuration(Name="roles")
        self.refused(code, self.emr.delete_security_configuration, Name="roles")
        flow = {**FLOW, "SecurityConfiguration": "roles"}
        said = self.refused(code, self.emr.run_job_flow, **flow)
        self.assertIn('"roles" does not exist', said)

    def test_given_what_is_not_there_when_asked_then_as_emr_says(self):
        unknown = "j-" + uuid.uuid4().hex[:13].upper()
        said = self.refused("InvalidRequestException", self.emr.describe_cluster, ClusterId=unknown)
        self.assertEqual(said, f"Cluster id '{unknown}' is not valid.")
        huge = {"MasterInstanceType": "p4d.24xlarge", "InstanceCount": 1}
        self.refused("ValidationException", self.emr.run_job_flow, Name="x", Instances=huge)

    def test_given_no_right_when_asked_then_denied(self):
        reader = self.client_allowed("emr", "elasticmapreduce:ListClusters")
        reader.list_clusters()
        self.refused("AccessDeniedException", reader.run_job_flow, **FLOW)
