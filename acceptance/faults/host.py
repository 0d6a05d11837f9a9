"""The platform of MILLRACE_HOME as this host sees it: its processes, and how to start it."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = pathlib.Path(os.environ["MILLRACE_HOME"])
URL = f"http://127.0.0.1:{os.environ['MILLRACE_PORT']}/readyz"
READY_SECONDS_MAX = 120


def server():
    return json.loads((HOME / "run/server.json").read_text())


def stat(pid):
    """State, parent and instant of start of a process; None where there is none."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, parent, *rest = text.rpartition(")")[2].split()
    return None if state in "ZX" else (state, int(parent), rest[17])


def arguments(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def processes_below(root):
    """The process and all below it, each with the instant of its start."""
    known = {int(path.name): stat(path.name) for path in pathlib.Path("/proc").glob("[0-9]*")}
    found = {root}
    while True:
        more = {pid for pid, facts in known.items() if facts and facts[1] in found} - found
        if not more:
            return {pid: known[pid][2] for pid in found if known[pid]}
        found |= more


def alive(processes):
    return [pid for pid, began in processes.items() if (found := stat(pid)) and found[2] == began]


def postmaster():
    return int((HOME / "postgres/data/postmaster.pid").read_text().split("\n")[0])


def starters(pid):
    """The processes of `npm start` above a process, the nearest first."""
    above = []
    while (facts := stat(pid)) and any(name in arguments(facts[1]) for name in STARTERS):
        pid = facts[1]
        above.append(pid)
    return above


STARTERS = ("keeper/run.ts", "tools/start/run.ts", "tools/start.mjs", "npm start")


def kill(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def start():
    """Another `npm start`, as a person types it after a power cut."""
    command = ["npm", "start", "--silent", "--", "--empty"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def answers():
    try:
        with urllib.request.urlopen(URL) as up:
            return up.status == 200
    except OSError:
        return False


def until(passes, what, seconds=READY_SECONDS_MAX):
    deadline = time.monotonic() + seconds
    while not (found := passes()):
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)
    return found


def until_new_server(before):
    """Waits for a server that is not the process `before`."""

    def is_new():
        pid = server()["pid"]
        return pid != before and stat(pid) and answers()

    until(is_new, "no new server answers")


def stop():
    subprocess.run([os.environ["MILLRACE"], "stop"], check=True, capture_output=True)


def millrace(*words):
    command = [os.environ["MILLRACE"], *words, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
