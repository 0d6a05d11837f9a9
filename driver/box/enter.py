"""
The way into a box, for a process that the zygote has just forked.

Three processes: the outer one (P0) stays outside and only waits; the first of the box (P1, pid 1)
only reaps; the workload (P2) is its child. When any of them ends, the kernel ends the rest.
"""

import array
import json
import os
import signal
import socket
import sys

from box import kernel, limits, root, seccomp
from box.network import Own

FAILED_TO_ENTER = 70


def enter(spec, channel, network, inherited, workload):
    """
    Never returns. `channel` is Node's ipc socket, for the listener; `network` is the box's own or
    that of another; `inherited` are the file descriptors that the workload keeps; `workload()` runs
    inside and answers the exit code.
    """
    try:
        outer(spec, channel, network, inherited, workload)
    except BaseException as error:
        sys.stderr.write(f"box: {error!r}\n")
        sys.stderr.flush()
    os._exit(FAILED_TO_ENTER)


def outer(spec, channel, network, inherited, workload):
    parent = os.getppid()
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(FAILED_TO_ENTER)
    privileged = os.geteuid() == 0
    limits.die_first()
    limits.join_cgroups(spec.cgroups)
    close_all_but({0, 1, 2, channel.fileno(), *network.descriptors, *inherited})
    os.setsid()
    network.enter(privileged, unshare_user)
    unshare_rest(spec)
    if isinstance(network, Own):
        hand_over_listener(spec, channel)
    readable, writable = root.open_sources(spec)
    opened = [descriptor for descriptor, _ in readable + writable]

    first = os.fork()
    if first == 0:
        channel.close()
        pid_one(spec, readable, writable, privileged, inherited, workload)
        os._exit(FAILED_TO_ENTER)
    for descriptor in [*opened, *inherited]:
        os.close(descriptor)
    channel.close()
    signal.signal(signal.SIGTERM, lambda *_: os.kill(first, signal.SIGKILL))
    _, status = os.waitpid(first, 0)
    code = os.waitstatus_to_exitcode(status)
    # Killed by a signal reads like a shell's answer: 128 and the signal's number.
    os._exit(code if code >= 0 else 128 - code)


def close_all_but(kept):
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        if descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:
                pass


def unshare_user():
    """The identity map: capabilities last until exec, and no root exists inside."""
    uid, gid = os.getuid(), os.getgid()
    kernel.unshare(kernel.NEW_USER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    try:
        with open("/proc/sys/user/max_user_namespaces", "w") as maximum:
            maximum.write("0")
    except OSError:
        pass


def unshare_rest(spec):
    kernel.unshare(
        kernel.NEW_MOUNTS | kernel.NEW_PIDS | kernel.NEW_IPC | kernel.NEW_UTS | kernel.NEW_CGROUP
    )
    kernel.set_hostname(spec.box)


def hand_over_listener(spec, channel):
    """
    Listens on the platform's port in the box's own network and gives the listening socket to the
    keeper: `net.Native` of Node's internal ipc protocol, pinned by `listener-handle.test.ts`.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", spec.port))
        listener.listen(128)
        send_handle(channel, listener, {"event": "listener", "box": spec.box})


def send_handle(channel, handle, message):
    wrapped = {"cmd": "NODE_HANDLE", "type": "net.Native", "msg": message}
    data = json.dumps(wrapped).encode() + b"\n"
    rights = array.array("i", [handle.fileno()])
    channel.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])


def pid_one(spec, readable, writable, privileged, inherited, workload):
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    root.build(spec, readable, writable, privileged)
    for descriptor, _ in readable + writable:
        os.close(descriptor)
    limits.set_limits(spec)
    give_up_rights(spec, privileged)
    os.umask(0o077)
    os.mkdir("/tmp/home")

    child = os.fork()
    if child == 0:
        run_inside(workload)
    for descriptor in inherited:
        os.close(descriptor)
    reap_until_end_of(child)


def give_up_rights(spec, privileged):
    kernel.drop_capabilities()
    if privileged:
        os.setgroups([])
        os.setresgid(spec.gid, spec.gid, spec.gid)
        os.setresuid(spec.uid, spec.uid, spec.uid)
    kernel.clear_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    # Again: a change of user resets both.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    seccomp.install()


def run_inside(workload):
    code = 1
    try:
        os.setsid()
        os.chdir("/tmp/home")
        os.environ.clear()
        os.environ.update(
            HOME="/tmp/home",
            PATH="/usr/bin:/bin",
            LANG="C.UTF-8",
            TMPDIR="/tmp",
            USER="session",
            LOGNAME="session",
        )
        code = workload() or 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:
        sys.stderr.write(f"driver: {error!r}\n")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def reap_until_end_of(child):
    nothing = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    while True:
        try:
            ended, status = os.wait()
        except ChildProcessError:
            os._exit(0)
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)
