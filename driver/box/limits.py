"""What a box may use: resource limits everywhere, cgroups where the keeper could make them."""

import os
import resource

MIB = 1 << 20


def join_cgroups(directories):
    for directory in directories:
        with open(os.path.join(directory, "cgroup.procs"), "w") as members:
            members.write("0")


def die_first():
    """When memory runs out boxes end before the platform; from inside it cannot be undone."""
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("900")


def set_limits(spec):
    """Never RLIMIT_AS: a JVM reserves far more address space than it uses."""
    wanted = {
        resource.RLIMIT_NPROC: spec.processes,
        resource.RLIMIT_NOFILE: spec.open_files,
        resource.RLIMIT_FSIZE: spec.file_mib * MIB,
        resource.RLIMIT_DATA: spec.memory_mib * MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
    }
    for limit, value in wanted.items():
        resource.setrlimit(limit, (value, value))
    os.nice(spec.nice)
