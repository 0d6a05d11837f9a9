"""
A session on a cluster: its driver takes executors from outside, which run in boxes of their own in
the driver's network and ask here for what they need to know.
"""

import http.server
import json
import secrets
import threading

# In a network that only this session's boxes are in.
ADDRESS = ("127.0.0.1", 7070)
DRIVER_PORT = 7078
MASTER = "millrace"
DRIVER = f"spark://CoarseGrainedScheduler@127.0.0.1:{DRIVER_PORT}"


class Executors:
    def __init__(self, wish, environment):
        self.wish = wish
        self.environment = environment
        self.secret = secrets.token_urlsafe(32)

    def settings(self):
        """What Spark must know before its context is made."""
        return {
            "spark.master": MASTER,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.port": str(DRIVER_PORT),
            "spark.authenticate": "true",
            "spark.authenticate.secret": self.secret,
            "spark.executor.cores": str(self.wish["cores"]),
            "spark.executor.memory": f"{self.wish['jvmMib']}m",
            "spark.decommission.enabled": "true",
            "spark.storage.decommission.enabled": "true",
            # What is looked at each 30 s by itself would keep a machine for as long.
            "spark.storage.decommission.replicationReattemptInterval": "1s",
            # Executors on one machine do not see each other's files.
            "spark.shuffle.readHostLocalDisk": "false",
        }

    def open(self, application):
        """Answers executors from now on. Whoever can ask is of this session, and knows it all."""
        facts = {
            "driver": DRIVER,
            "application": application,
            "environment": {**self.environment, "_SPARK_AUTH_SECRET": self.secret},
        }
        body = json.dumps(facts).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(ADDRESS, Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()


def restart(spark, executors):
    """The same JVM with a context that has executors; settings of its start stay as they are."""
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=True)
    for name, value in executors.settings().items():
        conf.set(name, value)
    spark.stop()
    made = SparkSession.builder.config(conf=conf).getOrCreate()
    made.sparkContext.setLogLevel("WARN")
    executors.open(made.sparkContext.applicationId)
    return made
