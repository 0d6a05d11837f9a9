"""Packages that the code has named: behind the engine's own, in the driver and in Spark's tasks."""

import os

DAEMON = "millrace_worker"


def paths():
    return [one for one in os.environ.get("MILLRACE_LAYERS", "").split(os.pathsep) if one]


def settings():
    """Before the JVM starts; executors have them from their driver."""
    return {"spark.python.daemon.module": DAEMON} if paths() else {}
