"""The platform's own command, for what every folder needs of it."""

import json
import os
import subprocess
import uuid


def millrace(*words):
    """What a command with JSON answers; it must succeed."""
    done = subprocess.run([os.environ["MILLRACE"], *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def make_account(prefix, *words):
    """Id and profile of a new account's administrator."""
    made = millrace("account", "create", f"{prefix}-{uuid.uuid4().hex[:8]}", *words, "--json")
    return made["accountId"], made["profile"]
