"""The few Linux calls that the standard library lacks, each raising OSError with its name."""

import ctypes
import fcntl
import os
import platform
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == "x86_64"

NEW_MOUNTS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PIDS, NEW_NET = 0x10000000, 0x20000000, 0x40000000

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, RECURSIVE, PRIVATE = 4096, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 28, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
# NOROOT and its lock, NO_SETUID_FIXUP's lock, KEEP_CAPS's lock: securebits of capabilities(7).
SECUREBITS_NO_ROOT = 0x2F
CAPABILITY_VERSION_3 = 0x20080522
MNT_DETACH = 2
AT_RECURSIVE = 0x8000

SYS_PIVOT_ROOT = 155 if X86 else 41
SYS_MOUNT_SETATTR = 442


def checked(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def _bytes(value):
    return value.encode() if isinstance(value, str) else value


def mount(source, target, kind=None, flags=0, options=None):
    result = LIBC.mount(
        _bytes(source), _bytes(target), _bytes(kind), ctypes.c_ulong(flags), _bytes(options)
    )
    checked(result, f"mount {kind or source} on {target}")


def unmount_lazily(target):
    checked(LIBC.umount2(_bytes(target), MNT_DETACH), f"unmount {target}")


def set_mount_flags(path, flags, recursive=True):
    """mount_setattr(2), Linux 5.12: reaches mounts below and keeps flags that are locked."""
    attributes = struct.pack("QQQQ", flags, 0, 0, 0)
    at = AT_RECURSIVE if recursive else 0
    result = LIBC.syscall(SYS_MOUNT_SETATTR, -100, _bytes(path), at, attributes, 32)
    checked(result, f"mount_setattr {path}")


def pivot_root(new_root, old_root):
    checked(LIBC.syscall(SYS_PIVOT_ROOT, _bytes(new_root), _bytes(old_root)), "pivot_root")


def unshare(flags):
    checked(LIBC.unshare(flags), f"unshare {flags:#x}")


def join(descriptor, kind):
    checked(LIBC.setns(descriptor, kind), f"setns {kind:#x}")


def set_hostname(name):
    checked(LIBC.sethostname(name.encode(), len(name)), "sethostname")


def prctl(option, *arguments):
    padded = list(arguments) + [0] * (4 - len(arguments))
    values = [ctypes.c_ulong(value) for value in padded]
    checked(LIBC.prctl(option, *values), f"prctl {option}")


def drop_capabilities():
    """Bounding set, ambient set and the process's own: nothing can bring one back."""
    for capability in range(64):
        if LIBC.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break
    LIBC.prctl(PR_SET_SECUREBITS, ctypes.c_ulong(SECUREBITS_NO_ROOT), 0, 0, 0)


def clear_capabilities():
    LIBC.prctl(PR_CAP_AMBIENT, ctypes.c_ulong(PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    checked(LIBC.capset(header, bytes(24)), "capset")


def loopback_up():
    """`ip link set lo up` by ioctl SIOCSIFFLAGS: the tool `ip` need not be there."""
    with socket.socket() as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sH14x", b"lo", 0x1 | 0x40))
