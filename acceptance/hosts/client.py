"""
What a person on another host runs, in an environment that the platform did not make: a notebook by
sparkmagic, PyIceberg, boto3. Reads its settings from standard input, prints what it saw as JSON.
"""

import json
import os
import pathlib
import sys
import tempfile

import boto3
import nbformat
import requests
from nbclient import NotebookClient
from pyiceberg.catalog import load_catalog

CELLS = [
    "spark.sql('CREATE NAMESPACE IF NOT EXISTS own.{0}')",
    "spark.sql('SELECT id, id * 2 AS twice FROM range(5)').writeTo('own.{0}.t').create()",
    "[tuple(row) for row in spark.table('own.{0}.t').orderBy('id').collect()]",
]


def notebook(url, pair, namespace):
    directory = pathlib.Path(tempfile.mkdtemp())
    config = {
        "kernel_python_credentials": {
            "username": pair["id"],
            "password": pair["secret"],
            "url": f"{url}/livy",
            "auth": "Basic_Access",
        },
        "logging_config": {"version": 1},
        "session_configs": {"driverMemory": "1000M", "executorCores": 2},
        "livy_session_startup_timeout_seconds": 120,
    }
    (directory / "config.json").write_text(json.dumps(config))
    os.environ["SPARKMAGIC_CONF_DIR"] = str(directory)
    cells = [nbformat.v4.new_code_cell(cell.format(namespace)) for cell in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(book, timeout=240, kernel_name="pysparkkernel").execute()
    outputs = book.cells[-1].outputs
    return "".join(one.get("text", "") for one in outputs if one["output_type"] == "stream")


def rows(url, pair, account, namespace):
    catalog = load_catalog(
        "lake",
        type="rest",
        uri=f"{url}/iceberg",
        warehouse=account,
        credential=f"{pair['id']}:{pair['secret']}",
    )
    table = catalog.load_table(f"{namespace}.t").scan().to_arrow().sort_by("id")
    return [list(row.values()) for row in table.to_pylist()]


def cluster(url, pair):
    """The version that a cluster's own Livy port answers, at the host that EMR's API tells."""
    emr = boto3.client(
        "emr",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=pair["id"],
        aws_secret_access_key=pair["secret"],
    )
    made = emr.run_job_flow(
        Name="far",
        ReleaseLabel="spark-4.1",
        Instances={"MasterInstanceType": "m5.xlarge", "KeepJobFlowAliveWhenNoSteps": True},
    )
    found = emr.describe_cluster(ClusterId=made["JobFlowId"])["Cluster"]
    properties = found["Configurations"][-1]["Properties"]
    livy = f"https://{found['MasterPublicDnsName']}:{properties['livy.server.port']}"
    answer = requests.get(f"{livy}/version", timeout=30)
    emr.terminate_job_flows(JobFlowIds=[made["JobFlowId"]])
    return {"livy": livy, "version": answer.json()["version"]}


def main():
    asked = json.load(sys.stdin)
    url, pair, namespace = asked["url"], asked["pair"], asked["namespace"]
    seen = {
        "notebook": notebook(url, pair, namespace),
        "rows": rows(url, pair, asked["account"], namespace),
        "cluster": cluster(url, pair),
    }
    print(json.dumps(seen))


main()
