"""
The network of a box: one of its own, with nothing in it but loopback, that of another box, or the
host's.

The boxes of one session share one network. Whoever joins it reaches what the session's driver
reaches, which is its own processes and the platform's port, and nothing else.
"""

import os
import socket

from box import kernel

NAMES = ("user", "net")
GIVEN_WITHIN_SECONDS = 5


class Own:
    """Made on the way into the box, and given to the zygote for boxes that join it later."""

    def __init__(self, giver):
        self.giver = giver
        self.descriptors = [giver.fileno()]

    def enter(self, privileged, unshare_user):
        if not privileged:
            unshare_user()
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        kernel.unshare(kernel.NEW_NET)
        kernel.loopback_up()
        opened = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in NAMES]
        socket.send_fds(self.giver, [b"network"], opened)
        for descriptor in opened:
            os.close(descriptor)
        self.giver.close()


class Host:
    """The host's own, for programs of the platform that run no code of others."""

    descriptors = ()

    def enter(self, privileged, unshare_user):
        if not privileged:
            unshare_user()
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


class Joined:
    """
    The network belongs to the user namespace it was made in. Root needs the network alone; an
    ordinary user owns that namespace, and becomes privileged over the network by entering it.
    """

    def __init__(self, descriptors):
        self.descriptors = descriptors

    def enter(self, privileged, _unshare_user):
        user, net = self.descriptors
        if not privileged:
            kernel.join(user, kernel.NEW_USER)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        kernel.join(net, kernel.NEW_NET)
        for descriptor in self.descriptors:
            os.close(descriptor)


class Given:
    """The zygote's side: holds a box's network until the box has ended."""

    def __init__(self, receiver):
        self.receiver = receiver
        self.receiver.settimeout(GIVEN_WITHIN_SECONDS)
        self.descriptors = None

    def join(self):
        """Raises OSError where the box is gone or has not come so far."""
        if self.descriptors is None:
            _, received, _, _ = socket.recv_fds(self.receiver, 16, len(NAMES))
            if len(received) != len(NAMES):
                raise OSError("the box has no network to join")
            self.descriptors = received
        return Joined(list(self.descriptors))

    def close(self):
        self.receiver.close()
        for descriptor in self.descriptors or []:
            os.close(descriptor)
