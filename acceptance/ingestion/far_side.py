"""The far side of ingestion: a vendor in a process of its own, and proxies that cut connections."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 60


class Vendor:
    """Serves `outbox/sftp`, `outbox/ftp` and `outbox/https` of a directory by real protocols."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="millrace-vendor-"))
        node = ROOT / "node_modules/.bin/node"
        main = ROOT / "demo/vendor/main.ts"
        self.log = open(self.home / "log", "wb")
        self.process = subprocess.Popen(
            [node, main, "--home", self.home],
            stdout=self.log,
            stderr=self.log,
            env={"PATH": os.environ["PATH"]},
        )
        facts = self.home / "vendor.json"
        deadline = time.monotonic() + START_SECONDS_MAX
        while not facts.exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError((self.home / "log").read_text())
            time.sleep(0.1)
        self.facts = json.loads(facts.read_text())
        self.seconds = 1_700_000_000

    def put(self, door, name, text):
        """The file has another time than any before, as a vendor's clock gives it."""
        path = self.home / "outbox" / door / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.seconds += 10
        os.utime(part, (self.seconds, self.seconds))
        part.rename(path)

    def deliver(self, door, name, text):
        """With its ready file."""
        self.put(door, name, text)
        self.put(door, f"{name}.ready", "")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.home)


class Cutter:
    """Between us and a server; the first connections break off after so many bytes."""

    def __init__(self, port, cuts):
        self.port_behind = port
        self.cuts = list(cuts)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.broken = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            self.join(near, self.port_behind, self.cuts.pop(0) if self.cuts else None)

    def join(self, near, port, cut):
        try:
            far = socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            near.close()
            return
        for ends in ((near, far, None), (far, near, cut)):
            threading.Thread(target=self.pump, args=ends, daemon=True).start()

    def pump(self, source, target, cut):
        """Passes bytes on until one side ends, or until the cut."""
        left = cut
        try:
            while chunk := source.recv(65536):
                if left is not None:
                    left -= len(chunk)
                    if left < 0:
                        self.broken += 1
                        break
                target.sendall(self.changed(chunk))
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def changed(self, chunk):
        return chunk

    def stop(self):
        self.listener.close()


class FtpCutter(Cutter):
    """Leads the data connections of passive FTP through itself too, and cuts the first of these."""

    def __init__(self, port, cut, times):
        self.cut, self.times = cut, times
        super().__init__(port, [])

    def changed(self, chunk):
        """RFC 2428: `229 … (|||port|)` names where the data is."""
        return re.sub(rb"\(\|\|\|(\d+)\|\)", self.led, chunk)

    def led(self, found):
        data = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.pass_on, args=(data, int(found[1])), daemon=True).start()
        return b"(|||%d|)" % data.getsockname()[1]

    def pass_on(self, listener, port):
        """A listing is shorter than any cut: it always passes."""
        with listener:
            near, _ = listener.accept()
        self.join(near, port, self.cut if self.broken < self.times else None)
