"""Clusters with workers: executors of a session on several machines, more and fewer of them."""

import json
import pathlib
import sys
import time

from compute_case import ComputeCase, livy
from worker_cells import KILLED_ONCE, LOOK, OUTLIVING, PLACES, SLOW, WHO

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))

import host  # noqa: E402

GROUPS = [
    {"InstanceRole": "MASTER", "InstanceType": "m5.large", "InstanceCount": 1},
    {"Name": "work", "InstanceRole": "CORE", "InstanceType": "m5.large", "InstanceCount": 2},
]
# What stands in command lines of heads and their launchers, and of executors.
OF_CLUSTERS = ("millrace.cluster.Head", "CoarseGrainedExecutorBackend")


def of_clusters():
    """The processes of heads and executors on this platform, each with all of its box."""
    keeper = host.stat(host.server()["pid"])[1]
    found = {}
    for pid in host.processes_below(keeper):
        if not any(name in host.arguments(pid) for name in OF_CLUSTERS):
            continue
        # Up to the box's first process: a child of the zygote, which is the keeper's.
        facts = host.stat(pid)
        while facts and (above := host.stat(facts[1])) and above[1] != keeper:
            pid, facts = facts[1], above
        found |= host.processes_below(pid)
    return found


class Workers(ComputeCase):
    def run_flow(self, groups=GROUPS, **options):
        instances = {"KeepJobFlowAliveWhenNoSteps": True, "InstanceGroups": groups}
        wish = {"Name": "workers", "ReleaseLabel": "spark-4.1", "Instances": instances}
        cluster = self.emr.run_job_flow(**wish, **options)["JobFlowId"]
        self.addCleanup(self.emr.terminate_job_flows, JobFlowIds=[cluster])
        return cluster

    def open(self, cluster, **conf):
        """A session of the role on the cluster: what runs code in it."""
        found = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]
        port = next(
            one["Properties"]["livy.server.port"]
            for one in found["Configurations"]
            if one["Classification"] == "livy-conf"
        )
        url = f"http://{found['MasterPublicDnsName']}:{port}"
        asked = {"ClusterId": cluster, "ExecutionRoleArn": self.role}
        pair = self.emr.get_cluster_session_credentials(**asked)["Credentials"]["UsernamePassword"]
        wish = {"kind": "pyspark", "conf": conf}
        status, session = livy(url, pair, "POST", "/sessions", wish)
        self.assertEqual(status, 201, session)

        def ask(path):
            answer = livy(url, pair, "GET", path)[1]
            return answer.get("state"), answer

        path = f"/sessions/{session['id']}"
        self.until(lambda: ask(path), ("idle",))

        def run(code, wait=True):
            _, posted = livy(url, pair, "POST", f"{path}/statements", {"code": code})
            statement = f"{path}/statements/{posted['id']}"

            def answer():
                output = self.until(lambda: ask(statement), ("available", "error"))["output"]
                self.assertEqual(output["status"], "ok", output)
                return output["data"]["text/plain"]

            return answer() if wait else answer

        run(PLACES)
        run.session = session["id"]
        run.log = lambda: livy(url, pair, "GET", f"{path}/log?size=1000")[1]["log"]
        run.delete = lambda: livy(url, pair, "DELETE", path)
        return run

    def instances(self, cluster, state="RUNNING"):
        listed = self.emr.list_instances(ClusterId=cluster, InstanceGroupTypes=["CORE", "TASK"])
        return [one for one in listed["Instances"] if one["Status"]["State"] == state]

    def group(self, cluster):
        groups = self.emr.list_instance_groups(ClusterId=cluster)["InstanceGroups"]
        return next(group for group in groups if group["InstanceGroupType"] == "CORE")

    def until_running(self, cluster, count):
        def ask():
            group = self.group(cluster)
            settled = group["RequestedInstanceCount"] == group["RunningInstanceCount"] == count
            return settled and group["Status"]["State"] == "RUNNING", group

        return self.until(ask, (True,))

    def test_given_two_workers_when_a_session_computes_then_both_do(self):
        cluster = self.run_flow()
        run = self.open(cluster)

        run("until(2)")
        boxes = json.loads(run("print(json.dumps(boxes(8)))").replace("'", '"'))

        self.assertEqual(len(boxes), 2, boxes)
        self.assertTrue(all(box.startswith("e-") for box in boxes), boxes)
        self.assertEqual(len(self.instances(cluster)), 2)
        rows = run("spark.range(10000).selectExpr('id % 3 AS k').groupBy('k').count().count()")
        self.assertEqual(rows, "3")
        told = run(WHO)
        self.assertIn(f"arn:aws:sts::{self.account}:assumed-role/research/", told)

    def test_given_tasks_that_print_when_the_log_is_read_then_it_says_whose_lines_they_are(self):
        run = self.open(self.run_flow())
        run("until(2)")

        run("sc.parallelize(range(8), 8).foreach(lambda n: print('a task said', n, flush=True))")

        def ask():
            said = [line for line in run.log() if "a task said" in line]
            return len(said), said

        said = self.until(ask, (8,))
        self.assertEqual({line.split(": ")[0] for line in said}, {"executor 0", "executor 1"}, said)

    def test_given_an_executor_when_it_looks_around_then_it_finds_nothing_of_others(self):
        cluster = self.run_flow()
        run, neighbour = self.open(cluster), self.open(cluster)
        run("until(2)")
        neighbour("until(2)")
        code = """
import socket
server = socket.socket(); server.bind(("127.0.0.1", 18998)); server.listen()
"""
        neighbour(code)

        self.assertEqual(run(LOOK.replace("{port}", "18998")), "[[], []]")
        # Each session has a driver at the same port of a network of its own.
        code = "print(sc.getConf().get('spark.authenticate.secret'))"
        secrets = [run(code), neighbour(code)]
        self.assertNotEqual(*secrets)
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            for secret in secrets:
                self.assertNotIn(secret.encode(), line, str(process))

    def test_given_a_job_when_an_executor_is_killed_then_it_ends_well(self):
        run = self.open(self.run_flow())
        run("until(2)")

        self.assertEqual(run(KILLED_ONCE), "4950")

        run("until(2)")

    def test_given_a_running_job_when_the_server_is_killed_then_its_executors_end_it(self):
        run = self.open(self.run_flow())
        run("until(2)")
        run("before = boxes(8)")
        answer = run(OUTLIVING, wait=False)
        time.sleep(1)
        killed = host.server()["pid"]

        host.kill(killed)
        host.until_new_server(killed)

        before, after, total = json.loads(answer().strip("'"))
        self.assertEqual(total, 30)
        self.assertEqual(len(before), 2, before)
        self.assertEqual(after, before)

    def test_given_a_running_job_when_the_cluster_shrinks_then_it_loses_nothing(self):
        cluster = self.run_flow()
        run = self.open(cluster)
        run("until(2)")
        self.until_running(cluster, 2)
        answer = run(SLOW, wait=False)
        time.sleep(1)
        gone = self.instances(cluster)[0]
        resize = {
            "InstanceGroupId": self.group(cluster)["Id"],
            "InstanceCount": 1,
            "EC2InstanceIdsToTerminate": [gone["Ec2InstanceId"]],
        }

        self.emr.modify_instance_groups(ClusterId=cluster, InstanceGroups=[resize])

        self.assertEqual(answer(), "30")
        self.until_running(cluster, 1)
        self.assertNotIn(gone["Id"], [one["Id"] for one in self.instances(cluster)])

    def test_given_managed_scaling_when_executors_wait_then_machines_come(self):
        one = [GROUPS[0], {**GROUPS[1], "InstanceCount": 1}]
        limits = {
            "UnitType": "Instances",
            "MinimumCapacityUnits": 1,
            "MaximumCapacityUnits": 3,
        }
        cluster = self.run_flow(one, ManagedScalingPolicy={"ComputeLimits": limits})
        self.until_running(cluster, 1)
        told = self.emr.get_managed_scaling_policy(ClusterId=cluster)["ManagedScalingPolicy"]
        self.assertEqual(told["ComputeLimits"], limits)

        run = self.open(cluster, **{"spark.executor.instances": "4"})
        seconds = float(run("until(4)").strip("'"))

        self.until_running(cluster, 2)
        print(f"4 executors on 2 machines {seconds} s after the session was idle")
        run.delete()
        self.until_running(cluster, 1)

    def test_given_what_cannot_be_when_asked_then_as_emr_says(self):
        cluster = self.run_flow()
        group = self.group(cluster)["Id"]
        for wrong in (
            {"InstanceGroupId": "ig-none", "InstanceCount": 1},
            {"InstanceGroupId": group, "InstanceCount": 0},
        ):
            asked = {"ClusterId": cluster, "InstanceGroups": [wrong]}
            self.refused("ValidationException", self.emr.modify_instance_groups, **asked)
        limits = {"UnitType": "Instances", "MinimumCapacityUnits": 3, "MaximumCapacityUnits": 2}
        asked = {"ClusterId": cluster, "ManagedScalingPolicy": {"ComputeLimits": limits}}
        self.refused("ValidationException", self.emr.put_managed_scaling_policy, **asked)

    def test_given_a_cluster_when_it_is_terminated_then_no_process_is_left(self):
        cluster = self.run_flow()
        run = self.open(cluster)
        run("until(2)")
        run("boxes(8)")
        processes = of_clusters()
        lines = " ".join(host.arguments(pid) for pid in processes)
        for name in (*OF_CLUSTERS, "pyspark.daemon", "launch.py"):
            self.assertIn(name, lines)

        self.emr.terminate_job_flows(JobFlowIds=[cluster])

        def ask():
            state = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]["Status"]["State"]
            return state, state

        self.until(ask, ("TERMINATED",))
        self.assertEqual(self.instances(cluster), [])
        host.until(lambda: not host.alive(processes), "processes of the cluster are left", 30)
