"""
Spark's event log, out of the box: Spark writes it to files here, and what it says of the session or
run goes by a socket to the keeper, which keeps it for the dashboard. Of a standby's own warm-up
nothing is said.
"""

import contextlib
import glob
import os
import re
import sys
import threading

DIRECTORY = "/tmp/events"
EVERY_SECONDS = 0.5
HEARD_WITHIN_MS = 2000
# Spark redacts what its context was made with, not what a session has set since.
SECRETS = re.compile(
    rb'("spark\.[^"\\]*(?:secret|password|token|access[.]?key)[^"\\]*":)"(?:[^"\\]|\\.)*"', re.I
)


def settings():
    """Before the JVM starts. Files are small, so that what was sent is soon gone from memory."""
    os.makedirs(DIRECTORY, mode=0o700, exist_ok=True)
    return {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"file://{DIRECTORY}",
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "true",
        "spark.eventLog.rolling.maxFileSize": "10m",
    }


class Events:
    def __init__(self, connection, directory=DIRECTORY):
        self.connection = connection
        self.directory = directory
        self.application = None
        self.file = 1
        # Bytes of the current file that are not to be read again.
        self.offset = 0
        self.lock = threading.Lock()
        self.heads = {}
        # What was said last of a log that could not be read.
        self.told = None

    def mark(self, spark):
        """Called before and after a warm-up, which is skipped when the log is sent."""
        settle(spark)
        application = spark.sparkContext.applicationId
        self.heads.setdefault(application, []).append(whole_lines(self.path_of(application, 1)))

    def begin(self, application):
        """From now on the log is somebody's."""
        with self.lock:
            self.application = application
            head, rest = (self.heads.get(application, []) + [0, 0])[:2]
            self.send_part(self.path_of(application, 1), 0, head)
            self.offset = rest
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        pause = threading.Event()
        while True:
            self.send_safely()
            pause.wait(EVERY_SECONDS)

    def flush(self, spark):
        """What has happened so far is sent before anybody may end this box."""
        settle(spark)
        self.send_safely()

    def send_safely(self):
        """Code may have removed what Spark writes; that is no fault of the session or run."""
        try:
            self.send()
            self.told = None
        except Exception as error:
            if str(error) != self.told:
                print(f"the dashboard misses what Spark says: {error}", file=sys.stderr, flush=True)
            self.told = str(error)

    def send(self):
        """Files that Spark has left for the next one are sent to their end and removed."""
        with self.lock:
            while self.application is not None:
                path = self.path_of(self.application, self.file)
                following = self.path_of(self.application, self.file + 1)
                left = following is not None
                try:
                    self.offset += self.send_part(path, self.offset, None)
                finally:
                    if left:
                        self.leave(path)
                if not left:
                    return

    def leave(self, path):
        """On to the next file, also where this one could not be read."""
        self.file, self.offset = self.file + 1, 0
        if path is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)

    def send_part(self, path, begin, end):
        """Whole lines alone; answers how many bytes they were."""
        if path is None:
            return 0
        with open(path, "rb") as file:
            file.seek(begin)
            data = file.read() if end is None else file.read(end - begin)
        lines = data[: data.rfind(b"\n") + 1]
        if lines:
            self.give(SECRETS.sub(rb'\1"*********(redacted)"', lines))
        return len(lines)

    def give(self, data):
        """A keeper that has enough has closed its side."""
        try:
            if self.connection is not None:
                self.connection.sendall(data)
        except OSError:
            self.connection = None

    def path_of(self, application, number):
        found = glob.glob(f"{self.directory}/eventlog_v2_*/events_{number}_{application}*")
        return found[0] if found else None


def settle(spark):
    """Events reach the log in their own time; one that takes too long is not waited for."""
    try:
        spark.sparkContext._jsc.sc().listenerBus().waitUntilEmpty(HEARD_WITHIN_MS)
    except Exception:
        # Code may have stopped its context, and the listeners with it.
        pass


def whole_lines(path):
    """Bytes up to the end of the last whole line."""
    if path is None:
        return 0
    with open(path, "rb") as file:
        return file.read().rfind(b"\n") + 1
