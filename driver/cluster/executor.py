"""
An executor, in a box of its own in its driver's network: asks the driver what it needs to know and
runs Spark's executor until that ends.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from cluster import programs
from session.channel import Channel
from session.executors import ADDRESS

BACKEND = "org.apache.spark.executor.CoarseGrainedExecutorBackend"
ASKED_WITHIN_SECONDS = 60
ASKED_EVERY_SECONDS = 0.05


def run(connection, options):
    channel = Channel(connection)
    facts = ask()
    os.environ.update(options.get("environment", {}))
    os.environ.update(facts["environment"])
    os.environ.update(PYSPARK_PYTHON=sys.executable, OMP_NUM_THREADS=str(options["cores"]))
    properties = {"spark.authenticate": "true"}
    command = programs.command(options, BACKEND, options["jvmMib"], properties)
    backend = subprocess.Popen([*command, *arguments(facts, options)])
    threading.Thread(target=listen, args=(channel, backend), daemon=True).start()
    channel.send({"event": "ready"})
    return backend.wait()


def ask():
    """The driver answers as soon as it has been claimed for a cluster."""
    deadline = time.monotonic() + ASKED_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://{ADDRESS[0]}:{ADDRESS[1]}/", timeout=5) as answer:
                return json.load(answer)
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(ASKED_EVERY_SECONDS)


def arguments(facts, options):
    return [
        *("--driver-url", facts["driver"]),
        *("--app-id", facts["application"]),
        *("--executor-id", options["executor"]),
        *("--hostname", options["host"]),
        *("--cores", str(options["cores"])),
        *("--resourceProfileId", "0"),
    ]


def listen(channel, backend):
    """A decommissioned executor takes no more tasks, gives its blocks away and ends by itself."""
    for message in channel.messages():
        if message["op"] == "decommission":
            backend.send_signal(signal.SIGPWR)
    os._exit(0)
