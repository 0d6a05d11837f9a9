"""The head of a cluster, in a box of its own: becomes the JVM with Spark's master and workers."""

import os
import sys

from cluster import programs

LAUNCHER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "launcher")


def run(connection, options):
    import pyspark

    os.environ.update(options.get("environment", {}))
    os.environ.update(
        SPARK_HOME=os.path.dirname(pyspark.__file__),
        MILLRACE_PYTHON=sys.executable,
    )
    command = programs.command(options, "millrace.cluster.Head", options["jvmMib"], {})
    # The keeper's lines are its input and output; what it logs goes where all logs go.
    os.dup2(connection.fileno(), 0)
    os.dup2(connection.fileno(), 1)
    os.execv(command[0], [*command, LAUNCHER])
