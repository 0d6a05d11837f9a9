"""
What a worker starts in the place of Java: asks the cluster's head for an executor's box, and lives
as long as the box does. Killed by its worker, it takes the box along.
"""

import json
import os
import socket
import sys
import time

PAUSE_SECONDS = 1
EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend"


def main(arguments):
    """What follows the class is the executor's number, its host and its cores."""
    own = arguments[arguments.index(EXECUTOR) + 1 :]
    wish = {"driver": os.environ["MILLRACE_DRIVER"], "arguments": own}
    with socket.socket(socket.AF_UNIX) as head:
        head.connect(os.environ["MILLRACE_SOCKET"])
        head.sendall(json.dumps(wish).encode() + b"\n")
        code = int(head.makefile().readline() or 1)
    if code != 0:
        # The master asks for the next one at once, for ever.
        time.sleep(PAUSE_SECONDS)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
