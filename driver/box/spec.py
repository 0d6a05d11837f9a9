"""What one box is made of. Read from JSON; nothing in it is secret."""

from dataclasses import dataclass, field, fields


class SpecError(ValueError):
    pass


@dataclass(frozen=True)
class Spec:
    """Sizes are in MiB. `uid` and `gid` count only where the zygote is root."""

    box: str
    uid: int
    gid: int
    port: int
    # Each of them is seen inside at the same path, read-only.
    readable: list = field(default_factory=list)
    # Pairs of (path outside, path inside), writable, without programs or devices.
    writable: list = field(default_factory=list)
    temporary_mib: int = 512
    shared_memory_mib: int = 64
    memory_mib: int = 1536
    processes: int = 400
    open_files: int = 4096
    file_mib: int = 4096
    nice: int = 5
    # 1: it finds hosts by name, as the host itself does.
    names: int = 0
    # Directories of cgroups that the keeper made and limited.
    cgroups: list = field(default_factory=list)


def parse(raw):
    known = {one.name: one for one in fields(Spec)}
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise SpecError(f"unknown fields: {', '.join(unknown)}")
    missing = [name for name in ("box", "uid", "gid", "port") if name not in raw]
    if missing:
        raise SpecError(f"missing fields: {', '.join(missing)}")
    for name, value in raw.items():
        wanted = {"box": str}.get(name, list if isinstance(value, list) else int)
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise SpecError(f"field {name} must be {wanted.__name__}")
    for path in raw.get("readable", []):
        if not path.startswith("/") or ".." in path.split("/"):
            raise SpecError(f"path {path} is not absolute")
    return Spec(**raw)
