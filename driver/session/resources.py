"""
What code brings along from S3, fetched with the rights of the claim: files and unpacked archives
lie in the directory where the code runs, Python files can be imported.
"""

import os
import posixpath
import shutil
import stat
import tarfile
import zipfile

MEMBERS_MAX = 50_000
# Of what is free; the code needs some of it too.
SHARE_MAX = 0.8
CHUNK = 1 << 20


class ResourceError(RuntimeError):
    pass


def bring(conf, spark, directory="."):
    """The lists of Spark's settings; an executor gets files and Python files as well."""
    directory = os.path.abspath(directory)
    for location in listed(conf, "spark.files"):
        spark.sparkContext.addFile(f"file://{fetch(location, directory)}")
    for location in listed(conf, "spark.submit.pyFiles"):
        spark.sparkContext.addPyFile(fetch(location, directory))
    for named in listed(conf, "spark.archives"):
        location, _, alias = named.partition("#")
        path = fetch(location, directory)
        name = alias or os.path.basename(path)
        packed = f"{path}.packed"
        os.rename(path, packed)
        unpack(packed, os.path.join(directory, name), location)
        os.remove(packed)


def listed(conf, name):
    return [one for one in conf.get(name, "").split(",") if one]


def fetch(location, directory):
    import boto3

    bucket, key = location.split("://", 1)[1].split("/", 1)
    path = os.path.join(directory, posixpath.basename(key))
    if os.path.lexists(path):
        raise ResourceError(f"{location}: two files would be called {os.path.basename(path)}")
    try:
        boto3.client("s3").download_file(bucket, key, path)
    except Exception as error:
        raise ResourceError(f"{location} cannot be read: {error}") from error
    return path


def unpack(path, target, location):
    """All of it or an error that says what is wrong; never anything outside of `target`."""
    disk = os.statvfs(os.path.dirname(target))
    left = int(disk.f_bavail * disk.f_frsize * SHARE_MAX)
    try:
        os.mkdir(target)
        members = of_zip if zipfile.is_zipfile(path) else of_tar
        for number, (name, kind, mode, source) in enumerate(members(path)):
            if number >= MEMBERS_MAX:
                raise ResourceError(f"it has more than {MEMBERS_MAX} members")
            left -= write(os.path.join(target, inside(name)), kind, mode, source, left)
        demand_links_inside(target)
    except (ResourceError, OSError, tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise ResourceError(f"{location} cannot be unpacked: {error}") from error


def of_zip(path):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            if stat.S_ISLNK(mode):
                raise ResourceError(f"a zip may hold no link: {info.filename}")
            if info.is_dir():
                yield info.filename, "directory", 0, None
            else:
                with archive.open(info) as source:
                    yield info.filename, "file", mode, source


def of_tar(path):
    # As a stream: one member after the other, never a list of them all.
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if member.isdir():
                yield member.name, "directory", 0, None
            elif member.issym():
                yield member.name, "link", 0, member.linkname
            elif member.isreg():
                yield member.name, "file", member.mode, archive.extractfile(member)
            else:
                raise ResourceError(f"{member.name} is no file, directory or symbolic link")


def inside(name):
    clean = posixpath.normpath(name)
    if posixpath.isabs(clean) or clean.split("/")[0] == ".." or "\0" in clean:
        raise ResourceError(f"{name} leads out of it")
    return clean


def write(path, kind, mode, source, left):
    """Answers how many bytes it has written, at most `left`."""
    if kind == "directory":
        os.makedirs(path, exist_ok=True)
        return 0
    # The real place: a link that an earlier member made may stand above it.
    parent = os.path.dirname(path)
    os.makedirs(parent, exist_ok=True)
    if os.path.realpath(parent) != parent:
        raise ResourceError(f"{os.path.basename(path)} lies beyond a link")
    if kind == "link":
        os.symlink(source, path)
        return 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o700 if mode & 0o100 else 0o600), "wb") as file:
        written = 0
        while data := source.read(CHUNK):
            written += len(data)
            if written > left:
                raise ResourceError("it takes more room than there is")
            file.write(data)
    return written


def demand_links_inside(target):
    root = os.path.realpath(target)
    for above, directories, files in os.walk(target):
        for name in [*directories, *files]:
            path = os.path.join(above, name)
            end = os.path.realpath(path)
            if os.path.islink(path) and not (end == root or end.startswith(root + os.sep)):
                raise ResourceError(f"the link {name} leads out of it")
