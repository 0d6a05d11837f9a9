"""Runs a whole script as `python script.py arguments` would, with Spark already there."""

import os
import runpy
import sys
import traceback

PACKED = (".zip", ".egg", ".whl")
SUCCEEDED = {"status": "ok", "execution_count": 0, "data": {"text/plain": ""}}


def run(message):
    """`location` and `modules` lie in S3 and are read with the rights of the claim."""
    directory = "/tmp/home/run"
    os.makedirs(directory, exist_ok=True)
    try:
        every = [message["location"], *message["modules"]]
        path, *modules = [fetch(one, directory) for one in every]
        sys.argv = [path, *message["arguments"]]
        sys.path[:0] = [directory, *(one for one in modules if one.endswith(PACKED))]
        runpy.run_path(path, init_globals=given(), run_name="__main__")
        return SUCCEEDED
    except SystemExit as stop:
        return SUCCEEDED if stop.code in (None, 0) else failed(stop)
    except BaseException as error:
        return failed(error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def given():
    """What a notebook has by itself; a script that makes its own session gets the same one."""
    import __main__

    names = ("spark", "sc", "sqlContext")
    return {name: __main__.__dict__[name] for name in names if name in __main__.__dict__}


def fetch(location, directory):
    import boto3

    bucket, key = location.split("://", 1)[1].split("/", 1)
    path = os.path.join(directory, os.path.basename(key))
    try:
        boto3.client("s3").download_file(bucket, key, path)
    except Exception as error:
        raise OSError(f"{location} cannot be read: {error}") from error
    return path


def failed(error):
    lines = traceback.format_exception(error)
    sys.stderr.write("".join(lines))
    return {
        "status": "error",
        "execution_count": 0,
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": lines,
    }
