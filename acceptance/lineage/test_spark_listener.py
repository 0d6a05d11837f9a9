"""OpenLineage's listener in a Spark of somebody's own, which works on tables of the catalog."""

import hashlib
import os
import pathlib
import subprocess
import sys
import unittest

from millrace_command import make_account, millrace
from pyspark.sql import SparkSession
from test_openlineage import bearer

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE.parent.parent / ".millrace" / "lineage-listener"
ENGINE = pathlib.Path(os.environ["MILLRACE_HOME"], "engine", "jars")
SECONDS_MAX = 600
LISTENER = "io.openlineage.spark.agent.OpenLineageSparkListener"
ICEBERG = "org.apache.iceberg"


def listener():
    """The jar, as Maven finds it, with the checksum that it had here."""
    sha256, name = (HERE / "jars.sha256").read_text().split()
    KEPT.mkdir(parents=True, exist_ok=True)
    if digest(KEPT / name) != sha256:
        command = ["mvn", "--batch-mode", "--quiet", "-f", str(HERE / "pom.xml")]
        command += ["dependency:copy-dependencies", f"-DoutputDirectory={KEPT}"]
        # Even a quiet Maven writes colours, and the last line of this output is for the counts.
        said = {"stdout": sys.stderr, "check": True, "timeout": SECONDS_MAX}
        subprocess.run([*command, "-Dmdep.overWriteReleases=true"], **said)
    if digest(KEPT / name) != sha256:
        raise ValueError(f"{name} is not the file that this was written for")
    return KEPT / name


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def settings(account, environment):
    uri = environment["PYICEBERG_CATALOG__LAKE__URI"]
    url = uri.removesuffix("/iceberg")
    catalog = {
        "type": "rest",
        "uri": uri,
        "warehouse": account,
        "credential": environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        "oauth2-server-uri": f"{uri}/v1/oauth/tokens",
        "header.X-Iceberg-Access-Delegation": "vended-credentials",
        "io-impl": f"{ICEBERG}.aws.s3.S3FileIO",
        "s3.endpoint": url,
        "s3.path-style-access": "true",
        "client.region": "us-east-1",
    }
    return {
        "spark.jars": ",".join(map(str, [*ENGINE.glob("iceberg-*.jar"), listener()])),
        "spark.sql.extensions": f"{ICEBERG}.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.catalog.lake": f"{ICEBERG}.spark.SparkCatalog",
        **{f"spark.sql.catalog.lake.{name}": value for name, value in catalog.items()},
        "spark.extraListeners": LISTENER,
        "spark.openlineage.transport.type": "http",
        "spark.openlineage.transport.url": url,
        "spark.openlineage.transport.auth.type": "api_key",
        "spark.openlineage.transport.auth.apiKey": bearer(environment),
        "spark.ui.enabled": "false",
    }


class SparkListener(unittest.TestCase):
    def test_what_spark_makes_of_tables_is_found_with_its_columns(self):
        account, profile = make_account("listened")
        environment = millrace("env", profile, "--shell", "json")
        builder = SparkSession.builder.master("local[1]").appName("nightly")
        spark = builder.config(map=settings(account, environment)).getOrCreate()
        try:
            spark.sql("CREATE NAMESPACE lake.mobility")
            spark.sql("CREATE TABLE lake.mobility.flights (carrier string, delay bigint)")
            spark.sql("INSERT INTO lake.mobility.flights VALUES ('UA', 7)")
            spark.sql(
                "CREATE TABLE lake.mobility.hourly AS SELECT carrier, sum(delay) AS delay "
                "FROM lake.mobility.flights GROUP BY carrier"
            )
        finally:
            spark.stop()  # What is still to be told goes before this ends.

        name = f"{account}/mobility.hourly"
        words = ["dataset", "lineage", name, "--profile", profile, "--json", "--columns"]
        answer = millrace(*words, "--direction", "upstream")

        labels = {node["id"]: node["label"] for node in answer["nodes"]}
        edges = [(labels[edge["from"]], labels[edge["to"]], edge) for edge in answer["edges"]]
        made = "nightly.atomic_create_table_as_select.mobility_hourly"
        self.assertIn(("mobility.flights", made), [edge[:2] for edge in edges])
        columns = [
            one for _, to, edge in edges if to == "mobility.hourly" for one in edge["columns"]
        ]
        told = {(one["from"], one["to"], one["how"]) for one in columns}
        self.assertLessEqual(
            {("carrier", "carrier", "DIRECT/IDENTITY"), ("delay", "delay", "DIRECT/AGGREGATION")},
            told,
        )
