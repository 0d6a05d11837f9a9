"""Starts Spark's JVM without the launcher's second JVM, and warms it before anybody waits."""

import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

from session import settings

STARTED_WITHIN_SECONDS = 90
GATEWAY = "org.apache.spark.api.python.PythonGatewayServer"

# Classes of the first governed read; without a catalog to ask, the standby driver loads them.
FIRST_READ = (
    "org.apache.iceberg.rest.RESTCatalog org.apache.iceberg.rest.HTTPClient "
    "org.apache.iceberg.rest.auth.OAuth2Manager org.apache.iceberg.aws.s3.S3FileIO "
    "org.apache.iceberg.aws.AwsClientFactories org.apache.hadoop.fs.s3a.S3AFileSystem "
    "software.amazon.awssdk.services.s3.S3Client "
    "software.amazon.awssdk.http.apache.ApacheHttpClient"
).split()


class JvmFailed(RuntimeError):
    pass


def command(engine, conf, options):
    """The whole class path is spelt out and sorted: the class-data archive is made for it."""
    import pyspark

    spark_jars = sorted(glob.glob(os.path.join(os.path.dirname(pyspark.__file__), "jars", "*.jar")))
    own_jars = sorted(glob.glob(os.path.join(engine, "jars", "*.jar")))
    replaced = {artifact(jar) for jar in own_jars}
    kept = [jar for jar in spark_jars if artifact(jar) not in replaced]
    properties = [f"-D{name}={value}" for name, value in conf.items()]
    path = ":".join(own_jars + kept)
    return [java(), *options, *properties, "-cp", path, GATEWAY]


def artifact(jar):
    """Its name without the version: of one artifact the engine's own version counts."""
    return re.sub(r"-\d[^-]*(-[A-Z]+)?\.jar$", "", os.path.basename(jar))


def java():
    found = os.environ.get("JAVA_HOME")
    return os.path.join(found, "bin", "java") if found else shutil.which("java") or "java"


def start(arguments):
    """Answers the process; PySpark then attaches by the environment variables it reads."""
    directory = tempfile.mkdtemp()
    facts = os.path.join(directory, "gateway")
    environment = {**os.environ, "_PYSPARK_DRIVER_CONN_INFO_PATH": facts}
    process = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, env=environment, start_new_session=True
    )
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    while not os.path.exists(facts):
        if process.poll() is not None:
            raise JvmFailed(f"the JVM ended with code {process.returncode} while starting")
        if time.monotonic() > deadline:
            process.kill()
            raise JvmFailed(f"the JVM was not up after {STARTED_WITHIN_SECONDS} s")
        time.sleep(0.01)
    with open(facts, "rb") as file:
        port = int.from_bytes(file.read(4), "big")
        length = int.from_bytes(file.read(4), "big")
        secret = file.read(length).decode()
    shutil.rmtree(directory)
    os.environ["PYSPARK_GATEWAY_PORT"] = str(port)
    os.environ["PYSPARK_GATEWAY_SECRET"] = secret
    return process


def open_session():
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.config(conf=SparkConf(loadDefaults=True)).getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    # PySpark's own handler would cancel every job; the driver cancels the statement's.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return spark


def warm(spark):
    """The paths that a first statement takes: plan, job, rows to Python, Iceberg, Parquet."""
    # The warehouse of the warm-up is empty, which Iceberg warns about at length.
    spark.sparkContext.setLogLevel("ERROR")
    spark.conf.set("spark.sql.catalog.warm", settings.CATALOG)
    spark.conf.set("spark.sql.catalog.warm.type", "hadoop")
    spark.conf.set("spark.sql.catalog.warm.warehouse", "/tmp/warm")
    spark.range(100).selectExpr("id", "cast(id % 7 as string) as day").writeTo(
        "warm.w.t"
    ).createOrReplace()
    frame = spark.sql("SELECT day, count(*) AS n FROM warm.w.t GROUP BY day ORDER BY n")
    frame.toPandas()
    frame.toJSON(use_unicode=True).take(5)
    spark.sql("DROP TABLE warm.w.t")
    for name in ("", ".type", ".warehouse"):
        spark.conf.unset(f"spark.sql.catalog.warm{name}")
    forget_catalogs(spark)
    for name in FIRST_READ:
        load_class(spark, name)
    shutil.rmtree("/tmp/warm", ignore_errors=True)
    spark.sparkContext.setLogLevel("WARN")


def load_class(spark, name):
    from py4j.protocol import Py4JJavaError

    try:
        spark._jvm.java.lang.Class.forName(name)
    except Py4JJavaError:
        pass


def forget_catalogs(spark):
    """A catalog keeps the token it was made with; forgotten, it is made anew at its next use."""
    spark._jsparkSession.sessionState().catalogManager().reset()
