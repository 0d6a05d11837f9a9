"""The file system of a box: an empty root with the engine bound into it, read-only."""

import os

from box import kernel

OLD = "/oldroot"
DEVICES = ("null", "zero", "full", "random", "urandom")
# Merged /usr: these are symbolic links on every distribution we run on, directories on older ones.
LINKS = {"/bin": "usr/bin", "/sbin": "usr/sbin", "/lib": "usr/lib", "/lib64": "usr/lib64"}


def open_sources(spec):
    """Opened while still privileged: directories above them may be closed to the box's user."""
    readable = [(os.open(path, os.O_PATH), path) for path in spec.readable if os.path.exists(path)]
    writable = [(os.open(a, os.O_PATH | os.O_NOFOLLOW), b) for a, b in spec.writable]
    return readable, writable


def build(spec, readable, writable, privileged):
    """Leaves the process in the new root with the old one gone."""
    kernel.mount(None, "/", None, kernel.RECURSIVE | kernel.PRIVATE)
    base = "/tmp" if os.path.isdir("/tmp") else "/mnt"
    hosts = names_of_host() if spec.names else {}
    bare = kernel.NO_SUID | kernel.NO_DEVICES
    kernel.mount("tmpfs", base, "tmpfs", bare, "mode=755,size=1m,nr_inodes=2k")
    for name in ("oldroot", "proc", "dev", "tmp", "etc", "run", "home", "var"):
        os.mkdir(f"{base}/{name}")
    kernel.pivot_root(base, base + OLD)
    os.chdir("/")

    owner = f"uid={spec.uid},gid={spec.gid}," if privileged else ""
    size = f"size={spec.temporary_mib}m,nr_inodes=100k"
    # No NO_EXEC: the JVM maps native libraries that it unpacks there.
    kernel.mount("tmpfs", "/tmp", "tmpfs", bare, f"mode=700,{owner}{size}")
    bind_sources(readable, writable)
    make_devices(spec, owner)
    kernel.mount("proc", "/proc", "proc", bare | kernel.NO_EXEC)
    uid, gid = (spec.uid, spec.gid) if privileged else (os.getuid(), os.getgid())
    write_etc(uid, gid, spec.box, hosts)
    kernel.unmount_lazily(OLD)
    os.rmdir(OLD)
    frozen = kernel.REMOUNT | kernel.BIND | kernel.READ_ONLY | kernel.NO_SUID
    kernel.mount(None, "/", None, frozen | kernel.NO_DEVICES)
    kernel.mount(None, "/dev", None, frozen | kernel.NO_EXEC)


def bind_sources(readable, writable):
    for descriptor, target in readable:
        source = make_target(descriptor, target)
        kernel.mount(source, target, None, kernel.BIND | kernel.RECURSIVE)
        guarded = kernel.READ_ONLY | kernel.NO_SUID | kernel.NO_DEVICES
        kernel.set_mount_flags(target, guarded)
    for descriptor, target in writable:
        source = make_target(descriptor, target)
        kernel.mount(source, target, None, kernel.BIND)
        guarded = kernel.NO_SUID | kernel.NO_DEVICES | kernel.NO_EXEC
        kernel.set_mount_flags(target, guarded, recursive=False)
    for link, target in LINKS.items():
        if os.path.islink(OLD + link) and not os.path.lexists(link):
            os.symlink(target, link)


def make_target(descriptor, target):
    source = f"{OLD}/proc/self/fd/{descriptor}"
    directory = os.path.isdir(source)
    os.makedirs(target if directory else os.path.dirname(target), mode=0o755, exist_ok=True)
    if not directory and not os.path.exists(target):
        open(target, "w").close()
    return source


def make_devices(spec, owner):
    kernel.mount("tmpfs", "/dev", "tmpfs", kernel.NO_SUID | kernel.NO_EXEC, "mode=755,size=64k")
    for name in DEVICES:
        open(f"/dev/{name}", "w").close()
        kernel.mount(f"{OLD}/dev/{name}", f"/dev/{name}", None, kernel.BIND)
    os.symlink("/proc/self/fd", "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"/dev/{name}")
    os.mkdir("/dev/shm")
    flags = kernel.NO_SUID | kernel.NO_DEVICES | kernel.NO_EXEC
    options = f"mode=700,{owner}size={spec.shared_memory_mib}m"
    kernel.mount("tmpfs", "/dev/shm", "tmpfs", flags, options)
    make_terminals()


def make_terminals():
    """Pseudo-terminals of the box alone, for a notebook's `!ls`; no other terminal is in it."""
    os.mkdir("/dev/pts")
    options = "newinstance,ptmxmode=0666,mode=0600,max=64"
    kernel.mount("devpts", "/dev/pts", "devpts", kernel.NO_SUID | kernel.NO_EXEC, options)
    os.symlink("pts/ptmx", "/dev/ptmx")


def names_of_host():
    """Read before the host's files are out of sight; theirs may be links to anywhere."""
    found = {"nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n"}
    for name in ("hosts", "resolv.conf"):
        try:
            with open(f"/etc/{name}") as file:
                found[name] = file.read()
        except OSError:
            pass
    return found


def write_etc(uid, gid, box, hosts):
    """Java takes its home directory from passwd: without an entry Spark does not start."""
    user = f"session:x:{uid}:{gid}:session:/tmp/home:/bin/sh\n"
    first = "" if uid == 0 else "root:x:0:0:root:/:/bin/false\n"
    files = {
        "passwd": first + user,
        "group": f"root:x:0:\nsession:x:{gid}:\n",
        "hosts": f"127.0.0.1 localhost {box}\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
        "resolv.conf": "",
        **hosts,
    }
    for name, text in files.items():
        with open(f"/etc/{name}", "w") as file:
            file.write(text)
