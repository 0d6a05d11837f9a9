"""Spark behind the platform's Livy, as the holder of an access key pair."""

import base64
import json
import time
import urllib.request

SECONDS_MAX = 150


class Spark:
    """One session, closed when it is left."""

    def __init__(self, endpoint, access_key, secret_key):
        self.url = f"{endpoint.rstrip('/')}/livy"
        pair = f"{access_key}:{secret_key}".encode()
        self.authorization = "Basic " + base64.b64encode(pair).decode()

    def __enter__(self):
        self.session = f"/sessions/{self.ask('POST', '/sessions', {'kind': 'pyspark'})['id']}"
        self.until(self.session, ("idle", "dead", "error"))
        return self

    def __exit__(self, *_):
        self.ask("DELETE", self.session)

    def ask(self, method, path, body=None):
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def until(self, path, states):
        deadline = time.monotonic() + SECONDS_MAX
        while True:
            answer = self.ask("GET", path)
            if answer["state"] in states:
                return answer
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is {answer}")
            time.sleep(0.05)

    def run(self, code):
        """What a statement answers: its text, or the first text of its error."""
        path = f"{self.session}/statements"
        made = self.ask("POST", path, {"code": code})
        output = self.until(f"{path}/{made['id']}", ("available", "error"))["output"]
        if output["status"] == "ok":
            return output["data"].get("text/plain", "")
        return output["evalue"].partition("\n\tat ")[0]
