"""The system call filter of a box: a BPF program written by hand, without libseccomp."""

import ctypes
import struct

from box import kernel

EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUAL, GREATER_OR_EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Offsets in struct seccomp_data.
NUMBER, ARCHITECTURE, ARGUMENT_0, ARGUMENT_1 = 0, 4, 16, 24
CLONE_NEW_ANYTHING = 0x7E020000
# A key pushed into a terminal, a console's own commands, a line discipline (a kernel module).
TERMINAL_REQUESTS = {"TIOCSTI": 0x5412, "TIOCLINUX": 0x541C, "TIOCSETD": 0x5423}
X32_BIT = 0x40000000
FAMILIES = {"unix": 1, "inet": 2, "inet6": 10, "netlink": 16}

# Refused calls as (name, number on x86_64, number on aarch64); None: the machine lacks it.
REFUSED = [
    ("ptrace", 101, 117), ("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41),
    ("unshare", 272, 97), ("setns", 308, 268), ("chroot", 161, 51), ("swapon", 167, 224),
    ("swapoff", 168, 225), ("reboot", 169, 142), ("init_module", 175, 105),
    ("finit_module", 313, 273), ("delete_module", 176, 106), ("kexec_load", 246, 104),
    ("kexec_file_load", 320, 294), ("bpf", 321, 280), ("perf_event_open", 298, 241),
    ("userfaultfd", 323, 282), ("add_key", 248, 217), ("request_key", 249, 218),
    ("keyctl", 250, 219), ("open_by_handle_at", 304, 265), ("name_to_handle_at", 303, 264),
    ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271),
    ("io_uring_setup", 425, 425), ("io_uring_enter", 426, 426), ("io_uring_register", 427, 427),
    ("open_tree", 428, 428), ("move_mount", 429, 429), ("fsopen", 430, 430),
    ("fsconfig", 431, 431), ("fsmount", 432, 432), ("fspick", 433, 433),
    ("mount_setattr", 442, 442), ("quotactl", 179, 60), ("acct", 163, 89), ("syslog", 103, 116),
    ("settimeofday", 164, 170), ("clock_settime", 227, 112), ("adjtimex", 159, 171),
    ("clock_adjtime", 305, 266), ("sethostname", 170, 161), ("setdomainname", 171, 162),
    ("nfsservctl", 180, 42), ("lookup_dcookie", 212, 18), ("vhangup", 153, 58),
    ("mbind", 237, 235), ("migrate_pages", 256, 238), ("move_pages", 279, 239),
    ("pidfd_getfd", 438, 438), ("kcmp", 312, 272),
]  # fmt: skip


def program(x86):
    """The filter as a list of (code, jump if true, jump if false, operand)."""
    column = 1 if x86 else 2
    architecture = 0xC000003E if x86 else 0xC00000B7
    clone, clone3, socket, ioctl = (56, 435, 41, 16) if x86 else (220, 435, 198, 29)
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER),
    ]
    if x86:
        steps += [(GREATER_OR_EQUAL, 0, 1, X32_BIT), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for call in REFUSED:
        steps += [(EQUAL, 0, 1, call[column]), (RETURN, 0, 0, ERRNO | EPERM)]
    # glibc and the JVM then fall back to clone(2), whose flags a filter can see.
    steps += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, ERRNO | ENOSYS)]
    steps += [
        (EQUAL, 0, 4, clone),
        (LOAD, 0, 0, ARGUMENT_0),
        (ANY_BIT, 0, 1, CLONE_NEW_ANYTHING),
        (RETURN, 0, 0, ERRNO | EPERM),
        (LOAD, 0, 0, NUMBER),
    ]
    last = len(TERMINAL_REQUESTS) - 1
    steps += [(EQUAL, 0, last + 4, ioctl), (LOAD, 0, 0, ARGUMENT_1)]
    for place, request in enumerate(TERMINAL_REQUESTS.values()):
        steps.append((EQUAL, last - place, int(place == last), request))
    steps += [(RETURN, 0, 0, ERRNO | EPERM), (LOAD, 0, 0, NUMBER)]
    # AF_VSOCK is not limited by a network namespace and reaches the hypervisor.
    steps += [(EQUAL, 0, 6, socket), (LOAD, 0, 0, ARGUMENT_0)]
    last = len(FAMILIES)
    for place, family in enumerate(FAMILIES.values()):
        steps.append((EQUAL, last - place, 0, family))
    steps += [(RETURN, 0, 0, ERRNO | EAFNOSUPPORT), (RETURN, 0, 0, ALLOW)]
    return steps


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def install():
    """Binds this process and all that it starts; needs NO_NEW_PRIVS."""
    steps = program(kernel.X86)
    blob = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(blob, len(blob))
    filter_program = _Program(len(steps), ctypes.cast(buffer, ctypes.c_void_p))
    result = kernel.LIBC.prctl(22, ctypes.c_ulong(2), ctypes.byref(filter_program), 0, 0)
    kernel.checked(result, "seccomp")
