"""
The zygote: imports what every driver needs, once, then forks boxed drivers on demand.

Started by the keeper with an empty environment and Node's ipc channel as file descriptor 3. It
holds no secret, starts no thread and opens no Spark, so that a fork of it shares nothing but code.
"""

import gc
import json
import os
import signal
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CHANNEL = 3
# What `boot` reports may be read by anyone on the host; it carries no options of sessions.
PRELOADED = "pandas pyarrow pyspark.sql py4j.java_gateway matplotlib.figure http.server"
OURS = (
    "box.enter box.network box.spec cluster.executor cluster.head history.main notebook.main "
    "resolver.main session.main millrace"
)


def preload():
    sys.path.insert(0, HERE)
    for name in f"{PRELOADED} {OURS}".split():
        __import__(name)
    gc.collect()
    gc.freeze()


class Zygote:
    def __init__(self, channel):
        self.channel = channel
        self.boxes = {}
        self.networks = {}

    def tell(self, message):
        self.channel.sendall(json.dumps(message).encode() + b"\n")

    def serve(self):
        """One message at a time; the ends of boxes are noticed in between."""
        self.channel.settimeout(0.2)
        self.tell({"event": "up", "pid": os.getpid()})
        rest = b""
        while True:
            self.reap()
            try:
                data = self.channel.recv(65536)
            except (TimeoutError, InterruptedError):
                continue
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self.handle(json.loads(line))

    def handle(self, message):
        operation = message.get("op")
        if operation == "open":
            self.open(message)
        elif operation == "close":
            self.close(message["box"])

    def open(self, message):
        from box import spec
        from box.network import Given, Host, Own

        try:
            parsed = spec.parse(message["spec"])
        except (spec.SpecError, TypeError) as error:
            self.tell({"event": "end", "box": message["spec"].get("box"), "reason": str(error)})
            return
        options = message["driver"]
        try:
            listener = listen_at(options["socket"]) if "socket" in options else None
        except OSError as error:
            self.tell({"event": "end", "box": parsed.box, "reason": f"no socket: {error}"})
            return
        try:
            joined = self.networks[options["joins"]].join() if "joins" in options else None
        except (OSError, KeyError) as error:
            self.tell({"event": "end", "box": parsed.box, "reason": f"no network: {error}"})
            return
        control, control_inside = socket.socketpair()
        log, log_inside = socket.socketpair()
        events, events_inside = socket.socketpair() if "events" in options else (None, None)
        receiver, giver = socket.socketpair()
        process = os.fork()
        if process == 0:
            sockets = control_inside, log_inside, listener, events_inside
            own = Host() if options.get("network") == "host" else Own(giver)
            become_box(parsed, options, self.channel, joined or own, sockets)
        for one in filter(None, (control_inside, log_inside, giver, listener, events_inside)):
            one.close()
        self.boxes[process] = parsed.box
        self.networks[parsed.box] = Given(receiver)
        self.give(control, {"event": "control", "box": parsed.box, "pid": process})
        self.give(log, {"event": "log", "box": parsed.box})
        if events:
            self.give(events, {"event": "events", "box": parsed.box})

    def give(self, handle, message):
        from box.enter import send_handle

        send_handle(self.channel, handle, message)
        handle.close()

    def close(self, box):
        for process, name in self.boxes.items():
            if name == box:
                os.kill(process, signal.SIGKILL)

    def reap(self):
        while self.boxes:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            box = self.boxes.pop(process, None)
            if box is not None:
                self.networks.pop(box).close()
            self.tell({"event": "end", "box": box, "code": code})


def listen_at(path):
    """Outside the box, whose programs get the open socket and have no path to it."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(128)
    return listener


def become_box(spec, options, channel, network, sockets):
    from box import enter

    control, log, listener, events = sockets
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    # Closed on the way in; the object must not close whatever takes its number.
    log.detach()

    def workload():
        program = options.get("program", "session")
        if program == "notebook":
            import notebook.main

            return notebook.main.run(control, listener, options)
        if program == "history":
            import history.main

            return history.main.run(control, listener, options)
        if program == "head":
            import cluster.head

            return cluster.head.run(control, options)
        if program == "executor":
            import cluster.executor

            return cluster.executor.run(control, options)
        if program == "resolver":
            import resolver.main

            return resolver.main.run(control, options)
        from session import main

        return main.run(control, options, events)

    inherited = [one.fileno() for one in (control, listener, events) if one]
    enter.enter(spec, channel, network, inherited, workload)


def main():
    keeper = os.getppid()
    channel = socket.socket(fileno=CHANNEL)
    preload()
    from box import kernel

    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        return
    os.chdir("/")
    Zygote(channel).serve()


if __name__ == "__main__":
    main()
