"""
The resolver: fetches Python packages from an index into a directory, for sessions that want them.

It has a network, and so runs nothing of what it fetches: wheels alone are taken, and unpacked. What
the engine has already is neither fetched nor replaced.
"""

import os
import re
import subprocess

from session.channel import Channel

REASON_LENGTH_MAX = 1000
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
# uv's words for an index that does not answer; all else is of the packages.
AWAY = re.compile(r"Request failed|Failed to fetch|error sending request|timed out")


class ResolveError(RuntimeError):
    pass


def run(connection, options):
    channel = Channel(connection)
    # The boxes that read it are other users'.
    os.umask(0o022)
    try:
        fetch(options)
    except ResolveError as error:
        channel.send({"event": "failed", "reason": str(error)})
        return 1
    channel.send({"event": "ready"})
    return 0


def fetch(options):
    """Leaves `set`, the packages as they were found, and `packages` in the home; all else goes."""
    home = options["home"]
    for name in ("wanted", "installed"):
        write(home, name, options[name])
    installed = os.path.join(home, "installed")
    wish = ["--dry-run", "--constraints", installed, "-r", os.path.join(home, "wanted")]
    found = found_in(uv("install", wish, options))
    write(home, "found", found)
    resolved = os.path.join(home, "set")
    write(home, "set", [])
    os.mkdir(os.path.join(home, "packages"))
    if found:
        pinned = ["--no-deps", "--generate-hashes", "--no-header", "--no-annotate"]
        uv("compile", [*pinned, "-o", resolved, os.path.join(home, "found")], options)
        target = ["--target", os.path.join(home, "packages"), "--no-deps", "--require-hashes"]
        uv("install", [*target, "-r", resolved], options)


def write(home, name, lines):
    with open(os.path.join(home, name), "w") as file:
        file.write("".join(f"{line}\n" for line in lines))


def found_in(told):
    """What uv would add to the engine's own packages, as `name==version`."""
    return re.findall(r"^ \+ (\S+==\S+)$", told, re.MULTILINE)


def uv(command, arguments, options):
    index = options.get("index")
    every = [
        *("--python", options["python"], "--only-binary", ":all:", "--no-config"),
        *("--cache-dir", os.path.join(options["home"], "cache"), "--no-python-downloads"),
        *(("--default-index", index) if index else ()),
    ]
    done = subprocess.run(
        [options["uv"], "pip", command, *every, *arguments],
        env=environment(options["home"]),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise ResolveError(reason_of(done.stderr or f"uv ended with code {done.returncode}"))
    return done.stderr


def environment(home):
    given = {"HOME": home, "TMPDIR": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    given["NO_COLOR"] = "1"
    # What cannot be reached is said soon, and tried again by the next session.
    given["UV_HTTP_RETRIES"] = "2"
    if os.path.exists(AUTHORITIES):
        given["SSL_CERT_FILE"] = AUTHORITIES
    return given


def reason_of(told):
    """What uv says, in one line and without what an index's address may hold of a password."""
    # What stands before the error tells of the host.
    words = " ".join(re.split(r"^error: ", told, maxsplit=1, flags=re.MULTILINE)[-1].split())
    words = re.sub(r"://[^/@\s]+@", "://", words).replace(" cause: ", "; ")
    what = "the package index does not answer" if AWAY.search(words) else "packages were not found"
    return f"{what}: {words}"[:REASON_LENGTH_MAX]
