"""
JupyterLab, unmodified, on a socket that was opened outside its box: no path of the box leads to
it, so that only the platform's door can ask it anything. Run by the notebooks' own Python, with the
numbers of two inherited file descriptors: the listening socket, and where to say that it is used.
"""

import os
import socket
import sys

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp

LISTENER, TOLD = (int(number) for number in sys.argv[1:3])


class BoxServer(ServerApp):
    def _bind_http_server(self):
        listener = socket.socket(fileno=LISTENER)
        listener.setblocking(False)
        self.http_server.add_socket(listener)
        os.close(TOLD)


class BoxLab(LabApp):
    serverapp_class = BoxServer


if __name__ == "__main__":
    BoxLab.launch_instance(sys.argv[3:])
