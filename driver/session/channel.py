"""JSON lines with the keeper. Any thread may send; one reads."""

import json
import threading


class Channel:
    def __init__(self, connection):
        self.connection = connection
        self.lines = connection.makefile("r", encoding="utf-8", newline="\n")
        self.lock = threading.Lock()

    def send(self, message):
        data = json.dumps(message, ensure_ascii=False, default=str) + "\n"
        encoded = data.encode("utf-8", "replace")
        with self.lock:
            self.connection.sendall(encoded)

    def messages(self):
        """Ends when the keeper is gone."""
        for line in self.lines:
            yield json.loads(line)
