"""What the tests of the Livy door share: a client of the profile in the environment."""

import base64
import json
import time
import unittest
import urllib.error
import urllib.request

import boto3

WAIT_SECONDS = 150


class Livy:
    """Basic with an access key pair: a driver of the caller's own account."""

    def __init__(self, session=None, endpoint=None):
        session = session or boto3.Session()
        keys = session.get_credentials()
        if endpoint is None:
            endpoint = session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        self.url = endpoint + "/livy"
        pair = f"{keys.access_key}:{keys.secret_key}".encode()
        self.authorization = "Basic " + base64.b64encode(pair).decode()

    def ask(self, method, path, body=None, authorization=None):
        headers = {
            "Authorization": authorization or self.authorization,
            "Content-Type": "application/json",
        }
        return self.send(method, path, None if body is None else json.dumps(body).encode(), headers)

    def send(self, method, path, data, headers):
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def until(self, path, states):
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            _, answer = self.ask("GET", path)
            if answer.get("state") in states:
                return answer
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} is {answer}")
            time.sleep(0.02)

    def open(self, **options):
        status, session = self.ask("POST", "/sessions", {"kind": "pyspark", **options})
        if status != 201:
            raise AssertionError(session)
        found = self.until(f"/sessions/{session['id']}", ("idle", "dead", "error"))
        if found["state"] != "idle":
            raise AssertionError(found)
        return session["id"]

    def close(self, session):
        self.ask("DELETE", f"/sessions/{session}")

    def run(self, session, code, **options):
        path = f"/sessions/{session}/statements"
        _, statement = self.ask("POST", path, {"code": code, **options})
        return self.until(f"{path}/{statement['id']}", ("available", "cancelled", "error"))

    def text(self, session, code):
        """The text of a statement that succeeds."""
        output = self.run(session, code)["output"]
        if output["status"] != "ok":
            raise AssertionError("".join(output["traceback"]) or output)
        return output["data"]["text/plain"]


class LivyCase(unittest.TestCase):
    """Each class has a session of its own."""

    @classmethod
    def setUpClass(cls):
        cls.livy = Livy()
        cls.session = cls.livy.open()

    @classmethod
    def tearDownClass(cls):
        cls.livy.close(cls.session)

    def run_code(self, code, **options):
        return self.livy.run(self.session, code, **options)

    def text(self, code):
        return self.livy.text(self.session, code)
