"""
The notebook: one Jupyter server in a box, for one person as one role. This process stays beside it,
hands out credentials on the box's own loopback, and ends with it.
"""

import os
import subprocess
import threading

from notebook import settings
from session.channel import Channel
from session.credentials import CredentialSource


class Notebook:
    def __init__(self, channel, listener, options):
        self.channel = channel
        self.listener = listener
        self.options = options
        self.source = CredentialSource()

    def serve(self):
        """Until the keeper closes the channel, or Jupyter ends."""
        self.channel.send({"event": "ready"})
        for message in self.channel.messages():
            if message["op"] == "serve":
                self.source.renew(message["credentials"])
                self.start(message)
            elif message["op"] == "refresh":
                self.source.renew(message["credentials"])

    def start(self, order):
        settings.write(order, self.options)
        given = self.source.environment(self.options["endpoint"], self.options["region"])
        told, telling = os.pipe()
        listener = self.listener.fileno()
        server = os.path.join(os.path.dirname(os.path.abspath(__file__)), "server.py")
        python = self.options["notebookPython"]
        jupyter = subprocess.Popen(
            [python, "-I", server, str(listener), str(telling)],
            env={**settings.environment(order, self.options), **given},
            pass_fds=[listener, telling],
            cwd="/tmp",
        )
        os.close(telling)
        self.listener.close()
        threading.Thread(target=self.watch, args=(jupyter, told), daemon=True).start()

    def watch(self, jupyter, told):
        """The pipe ends when Jupyter listens, and when it ends before that."""
        os.read(told, 1)
        if jupyter.poll() is None:
            self.channel.send({"event": "serving"})
        code = jupyter.wait()
        if code != 0:
            self.channel.send({"event": "failed", "reason": f"Jupyter ended with code {code}"})
        os._exit(code if code >= 0 else 1)


def run(connection, listener, options):
    """Inside the box, in the process that the zygote forked."""
    Notebook(Channel(connection), listener, options).serve()
    return 0
