"""Runs a whole script as `python script.py arguments` would, with Spark already there."""

import os
import runpy
import sys
import traceback


def run(message):
    """`source` is the script's text; other modules of the run lie in `modules` by file name."""
    directory = "/tmp/home/run"
    os.makedirs(directory, exist_ok=True)
    for name, source in {**message.get("modules", {}), message["name"]: message["source"]}.items():
        with open(os.path.join(directory, os.path.basename(name)), "w") as file:
            file.write(source)
    path = os.path.join(directory, os.path.basename(message["name"]))
    sys.argv = [path, *message.get("arguments", [])]
    sys.path.insert(0, directory)
    try:
        runpy.run_path(path, run_name="__main__")
        return {"status": "ok", "execution_count": 0, "data": {"text/plain": ""}}
    except SystemExit as stop:
        if stop.code in (None, 0):
            return {"status": "ok", "execution_count": 0, "data": {"text/plain": ""}}
        return failed(stop)
    except BaseException as error:
        return failed(error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


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
