"""
Spark's history server in a box of its own, over the event log of one session or run. It answers on
a socket that was opened outside: no path of the box leads to it.
"""

import json
import os
import re
import socket
import subprocess
import threading
import time
import urllib.request

from session import jvm, settings
from session.channel import Channel

PORT = 18080
CLASS = "org.apache.spark.deploy.history.HistoryServer"
SERVING_WITHIN_SECONDS = 60
ASKED_EVERY_SECONDS = 0.2
APPLICATION = re.compile(r"[\w.-]{1,100}")


def command(options):
    """Of the class path of drivers, so that their class-data archive is good for it."""
    history = "spark.history"
    conf = {
        "spark.ui.port": str(PORT),
        f"{history}.ui.port": str(PORT),
        f"{history}.fs.logDirectory": f"file://{options['events']}",
        f"{history}.fs.update.interval": "2s",
        f"{history}.fs.cleaner.enabled": "false",
        f"{history}.fs.numReplayThreads": "1",
        f"{history}.retainedApplications": "1",
        "spark.ui.killEnabled": "false",
    }
    archive = [options["archive"], "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"]
    flags = [*archive, *settings.java_options(options["jvmMib"], options["cores"])]
    *java, _ = jvm.command(options["engine"], conf, flags)
    return [*java, CLASS]


def find_application():
    """What the log is of; None until the server has read it."""
    address = f"http://127.0.0.1:{PORT}/api/v1/applications"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            found = json.load(answer)
    except (OSError, ValueError):
        return None
    name = found[0]["id"] if found else ""
    return name if APPLICATION.fullmatch(name) else None


def wait_for_application(server):
    deadline = time.monotonic() + SERVING_WITHIN_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        found = find_application()
        if found:
            return found
        time.sleep(ASKED_EVERY_SECONDS)
    return None


def answer(listener):
    while True:
        near, _ = listener.accept()
        threading.Thread(target=join, args=(near,), daemon=True).start()


def join(near):
    try:
        far = socket.create_connection(("127.0.0.1", PORT))
    except OSError:
        near.close()
        return
    threading.Thread(target=pass_on, args=(far, near), daemon=True).start()
    pass_on(near, far)


def pass_on(one, other):
    try:
        while data := one.recv(65536):
            other.sendall(data)
    except OSError:
        pass
    finally:
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        one.close()


def watch(channel, listener, server):
    application = wait_for_application(server)
    if application is None:
        channel.send({"event": "failed", "reason": "the history server found nothing to show"})
        os._exit(1)
    threading.Thread(target=answer, args=(listener,), daemon=True).start()
    channel.send({"event": "claimed", "appId": application})
    code = server.wait()
    channel.send({"event": "failed", "reason": f"the history server ended with code {code}"})
    os._exit(1)


def run(connection, listener, options):
    """Inside the box, until the keeper closes the channel."""
    channel = Channel(connection)
    os.environ.update(options["environment"])
    server = subprocess.Popen(command(options), stdin=subprocess.DEVNULL)
    threading.Thread(target=watch, args=(channel, listener, server), daemon=True).start()
    channel.send({"event": "ready"})
    for _ in channel.messages():
        pass
    return 0
