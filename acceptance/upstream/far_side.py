"""The S3 endpoint behind the platform: moto, behind a gate that tests open and close."""

import atexit
import contextlib
import functools
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import boto3

PLACE = urllib.parse.urlparse(os.environ["MILLRACE_OBJECTS"])
ENDPOINT = urllib.parse.urlparse(os.environ["MILLRACE_OBJECTS_ENDPOINT"])
READ_BYTES = 65536
START_SECONDS_MAX = 60
ASSUME = b"Action=AssumeRole"


@functools.cache
def far_side():
    """One for all tests of the folder: what lies there must outlive each."""
    side = FarSide()
    atexit.register(side.stop)
    return side


class FarSide:
    """What moto keeps outlives a closed gate, as a disk outlives its server."""

    def __init__(self):
        self.bucket = PLACE.netloc
        self.port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.listener, self.pairs = None, set()
        # What STS was asked for, by way of the gate.
        self.assumed = []
        deadline = time.monotonic() + START_SECONDS_MAX
        while not answers(self.port):
            if time.monotonic() > deadline or self.server.poll() is not None:
                raise TimeoutError("moto does not answer")
            time.sleep(0.1)

    def client(self, service="s3", **credentials):
        """Past the gate, with the key of the platform unless others are given."""
        text = pathlib.Path(os.environ["MILLRACE_OBJECTS_CREDENTIALS"]).read_text()
        key = dict(line.split(" = ") for line in text.splitlines() if " = " in line)
        own = {name: key[name] for name in ("aws_access_key_id", "aws_secret_access_key")}
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            **(credentials or own),
        )

    @contextlib.contextmanager
    def judging(self):
        """Meanwhile every request is judged by its signature and the policies of its role."""
        self.judge_after("0")
        try:
            yield
        finally:
            self.judge_after("inf")

    def judge_after(self, requests):
        url = f"http://127.0.0.1:{self.port}/moto-api/reset-auth"
        plain = {"content-type": "text/plain"}
        asked = urllib.request.Request(url, data=requests.encode(), headers=plain)
        urllib.request.urlopen(asked).close()

    def open(self):
        self.listener = socket.create_server(("127.0.0.1", ENDPOINT.port))
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def close(self):
        if self.listener:
            # A thread that accepts holds it open until it is woken.
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        self.cut()

    def cut(self):
        """Ends the connections of this moment; the next ones pass."""
        for pair in list(self.pairs):
            for end in pair:
                shut(end)

    def accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port))
            pair = (near, far)
            self.pairs.add(pair)
            for here, there in (pair, pair[::-1]):
                threading.Thread(target=self.pass_on, args=(here, there, pair), daemon=True).start()

    def pass_on(self, here, there, pair):
        try:
            while chunk := here.recv(READ_BYTES):
                if ASSUME in chunk:
                    form = chunk[chunk.index(ASSUME) :].decode()
                    self.assumed.append(urllib.parse.parse_qs(form))
                there.sendall(chunk)
            there.shutdown(socket.SHUT_WR)
        except OSError:
            shut(here)
            shut(there)
        self.pairs.discard(pair)

    def stop(self):
        self.close()
        self.server.terminate()
        self.server.wait()


def shut(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    except OSError:
        return False


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
