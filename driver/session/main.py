"""
The driver: starts Spark, waits for its claim, then runs what it is told, one thing at a time.

The main thread runs statements, so that an interrupt reaches them; a second thread reads the
channel; a third watches the progress of the running statement.
"""

import os
import queue
import signal
import sys
import threading
import time

from cluster import programs
from session import credentials, events, executors, jvm, layers, resources, script, settings, sql
from session.channel import Channel
from session.repl import Repl

PROGRESS_EVERY_SECONDS = 0.25
CANCEL_TRIES = 3


class Driver:
    def __init__(self, channel, options, event_log=None):
        self.channel = channel
        self.events = events.Events(event_log)
        self.options = options
        self.endpoint = f"http://127.0.0.1:{options['port']}"
        self.work = queue.Queue()
        self.cancelled = set()
        self.taken = set()
        self.running = None
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.source = credentials.CredentialSource()
        self.jvm = None
        self.spark = None
        self.repl = None
        self.main_thread = threading.main_thread().ident

    def start(self):
        self.prepare_environment()
        cores, memory = self.options["cores"], self.options["jvmMib"]
        conf = settings.fixed(cores, self.endpoint, self.options["region"])
        flags = settings.java_options(memory, cores, self.options.get("batch", False))
        archive = self.options.get("archive")
        if archive:
            flags = [archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", *flags]
        conf = {**conf, **layers.settings(), **events.settings()}
        command = jvm.command(self.options["engine"], conf, flags)
        self.jvm = jvm.start(programs.with_cluster(command, self.options["engine"]))
        self.spark = jvm.open_session()
        self.channel.send({"event": "stage", "stage": "warming"})
        self.events.mark(self.spark)
        if self.options.get("warm", True):
            jvm.warm(self.spark)
        self.events.mark(self.spark)

    def prepare_environment(self):
        """Set before the JVM starts, since it cannot be changed in it afterwards."""
        os.environ.update(self.source.environment(self.endpoint, self.options["region"]))
        os.environ.update(self.options.get("environment", {}))
        # Behind the engine's own packages, which are imported already.
        sys.path += layers.paths()
        os.environ.update(
            PYSPARK_PYTHON=sys.executable,
            MPLCONFIGDIR="/tmp/home/.matplotlib",
            OMP_NUM_THREADS=str(self.options["cores"]),
        )
        import matplotlib

        # The zygote has imported it, so the variable MPLBACKEND would come too late.
        matplotlib.rcParams["backend"] = "module://session.plots"

    def serve(self):
        """Until the keeper closes the channel."""
        threading.Thread(target=self.read, daemon=True).start()
        threading.Thread(target=self.watch_progress, daemon=True).start()
        self.channel.send({"event": "ready"})
        while True:
            message = self.work.get()
            if message is None:
                return
            try:
                self.handle(message)
            except KeyboardInterrupt:
                # It came too late for its statement, which has already answered.
                continue

    def read(self):
        for message in self.channel.messages():
            if message["op"] == "cancel":
                self.cancel(message["id"])
            elif message["op"] == "renew":
                self.source.renew(message["credentials"])
                self.work.put(message)
            else:
                self.work.put(message)
        self.ended.set()
        os._exit(0)

    def handle(self, message):
        operation = {
            "claim": self.claim,
            "renew": self.renew,
            "run": self.run,
            "script": self.run_script,
            "complete": self.complete,
        }[message["op"]]
        operation(message)

    def claim(self, message):
        self.source.renew(message["credentials"])
        if message.get("executors"):
            self.take_executors(message["executors"])
        self.apply(settings.claimed(message, self.endpoint, self.options["region"]))
        ignored = self.apply(settings.wanted(message.get("conf", {})))
        for name in ignored:
            print(f"setting {name} cannot be changed in a running session", file=sys.stderr)
        import __main__

        __main__.__dict__.update(
            spark=self.spark, sc=self.spark.sparkContext, sqlContext=sql_context(self.spark)
        )
        self.repl = Repl(__main__.__dict__)
        self.bring(message.get("conf", {}))
        self.events.begin(self.spark.sparkContext.applicationId)
        self.channel.send({"event": "claimed", "appId": self.spark.sparkContext.applicationId})

    def take_executors(self, wish):
        environment = self.source.environment(self.endpoint, self.options["region"])
        self.spark = executors.restart(self.spark, executors.Executors(wish, environment))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def bring(self, conf):
        """Without what the code brings along there is nothing to run."""
        try:
            resources.bring(conf, self.spark)
        except resources.ResourceError as error:
            print(error, file=sys.stderr, flush=True)
            self.channel.send({"event": "failed", "reason": str(error)})
            os._exit(1)

    def apply(self, conf):
        ignored = []
        for name, value in conf.items():
            try:
                self.spark.conf.set(name, value)
            except Exception:
                ignored.append(name)
        return ignored

    def renew(self, message):
        """Between statements: catalogs are made anew with the new token, the place is kept."""
        if not message.get("token"):
            return
        for name in message["catalogs"]:
            self.spark.conf.set(f"spark.sql.catalog.{name}.token", message["token"])
        manager = self.spark._jsparkSession.sessionState().catalogManager()
        current = manager.currentCatalog().name()
        namespace = list(manager.currentNamespace())
        jvm.forget_catalogs(self.spark)
        place = ".".join(f"`{part}`" for part in [current, *namespace])
        self.spark.sql(f"USE {place}")

    def run(self, message):
        if message.get("kind") == "sql":
            self.guarded(message["id"], lambda: self.run_sql(message["code"]))
        else:
            self.guarded(message["id"], lambda: self.repl.run(message["code"]))

    def run_sql(self, code):
        return self.repl.answer(lambda: sql.run(self.spark, code))

    def run_script(self, message):
        self.guarded(message["id"], lambda: self.shown(script.run(message)))

    def shown(self, output):
        """A run's box is closed when it has answered."""
        self.events.flush(self.spark)
        return output

    def guarded(self, number, work):
        """Runs `work` once; an interrupt anywhere in it becomes its answer."""
        if number in self.taken:
            # A server that died before it heard has asked again.
            return
        self.taken.add(number)
        with self.lock:
            skip = number in self.cancelled
            self.running = None if skip else number
        if skip:
            output = cancelled_output()
        else:
            self.channel.send({"event": "started", "id": number})
            context = self.spark.sparkContext
            try:
                context.setJobGroup(f"statement-{number}", "", interruptOnCancel=True)
                output = work()
            except KeyboardInterrupt:
                output = cancelled_output()
            with self.lock:
                self.running = None
                interrupted = number in self.cancelled and output["status"] == "error"
            if interrupted:
                # A cancelled Spark job fails in its own words; what happened is the interrupt.
                output = {**output, "ename": "KeyboardInterrupt", "evalue": "Interrupted"}
        self.channel.send({"event": "finished", "id": number, "output": output})

    def cancel(self, number):
        with self.lock:
            self.cancelled.add(number)
            if self.running != number:
                return
            signal.pthread_kill(self.main_thread, signal.SIGINT)
        self.cancel_jobs(number)

    def cancel_jobs(self, number):
        """Asked again where Py4J loses an answer to the interrupt: the channel is read on."""
        from py4j.protocol import Py4JError

        for left in reversed(range(CANCEL_TRIES)):
            try:
                self.spark.sparkContext.cancelJobGroup(f"statement-{number}")
                return
            except Py4JError as error:
                if left == 0:
                    print(f"jobs of statement {number} go on: {error}", file=sys.stderr)

    def complete(self, message):
        candidates = self.repl.complete(message["code"], message["cursor"])
        self.channel.send({"event": "completed", "id": message["id"], "candidates": candidates})

    def watch_progress(self):
        told = None
        while not self.ended.wait(PROGRESS_EVERY_SECONDS):
            self.demand_jvm()
            number = self.running
            if number is None:
                continue
            progress = self.progress_of(number)
            if progress is not None and (number, progress) != told:
                told = (number, progress)
                self.channel.send({"event": "progress", "id": number, "progress": progress})

    def demand_jvm(self):
        """Without its JVM a driver is of no use, and says so."""
        code = self.jvm.poll()
        if code is not None:
            self.channel.send({"event": "failed", "reason": f"the JVM ended with code {code}"})
            os._exit(1)

    def progress_of(self, number):
        """Tasks done of tasks known, over the jobs of the statement."""
        try:
            tracker = self.spark.sparkContext.statusTracker()
            done = total = 0
            for job in tracker.getJobIdsForGroup(f"statement-{number}"):
                facts = tracker.getJobInfo(job)
                for stage in facts.stageIds if facts else []:
                    info = tracker.getStageInfo(stage)
                    done += info.numCompletedTasks if info else 0
                    total += info.numTasks if info else 0
            return round(done / total, 3) if total else None
        except Exception:
            return None


def sql_context(spark):
    from pyspark.sql import SQLContext

    return SQLContext(spark.sparkContext, spark)


def cancelled_output():
    return {
        "status": "error",
        "execution_count": 0,
        "ename": "KeyboardInterrupt",
        "evalue": "Interrupted",
        "traceback": [],
    }


def run(connection, options, event_log=None):
    """Inside the box, in the process that the zygote forked."""
    channel = Channel(connection)
    began = time.monotonic()
    driver = Driver(channel, options, event_log)
    channel.send({"event": "stage", "stage": "starting"})
    try:
        driver.start()
    except Exception as error:
        channel.send({"event": "failed", "reason": str(error)})
        return 1
    print(f"driver ready after {time.monotonic() - began:.1f} s", file=sys.stderr)
    driver.serve()
    return 0
