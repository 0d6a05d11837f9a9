"""A person's way into a notebook: the portal's API, a code, a cookie, then Jupyter's own API."""

import asyncio
import http.client
import json
import subprocess
import time
import urllib.parse
import uuid

from notebook_case import MILLRACE, WAIT_SECONDS
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

KERNEL_SECONDS = 240


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)


def ask(url, path="", method="GET", headers=None, body=None):
    """One request, without following where it leads."""
    parts = urllib.parse.urlsplit(url + path)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = None if body is None else json.dumps(body)
        connection.request(method, target, sent, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Portal:
    """The portal's API as one person."""

    def __init__(self, url, profile):
        self.url = f"{url}/api/v1"
        command = [MILLRACE, "token", profile]
        token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }

    def ask(self, method, path, body=None):
        sent = {} if body is None and method != "GET" else body
        return ask(self.url, path, method, self.headers, sent)

    def open(self, **wish):
        """A notebook that runs, by its id."""
        opened = self.ask("POST", "/notebooks", wish)
        if opened.status != 200:
            raise AssertionError(opened.text)
        notebook = opened.json()["id"]
        deadline = time.monotonic() + WAIT_SECONDS
        while (now := self.ask("GET", f"/notebooks/{notebook}").json())["state"] != "running":
            if now["state"] == "ended" or time.monotonic() > deadline:
                raise AssertionError(now)
            time.sleep(0.2)
        return notebook

    def entrance(self, notebook):
        return self.ask("POST", f"/notebooks/{notebook}/entrance").json()["url"]

    def enter(self, notebook):
        return Jupyter(self.entrance(notebook))


class Jupyter:
    """A browser that was let in."""

    def __init__(self, entrance):
        parts = urllib.parse.urlsplit(entrance)
        self.url = f"{parts.scheme}://{parts.netloc}"
        let_in = ask(entrance)
        if let_in.status != 303:
            raise AssertionError(f"{let_in.status} {let_in.text}")
        self.set_cookie = let_in.headers["set-cookie"]
        self.cookie = self.set_cookie.split(";")[0]

    def ask(self, method, path, body=None, **headers):
        own = {"Cookie": self.cookie, "Origin": self.url, **headers}
        return ask(self.url, path, method, own, body)

    def run(self, kernel, cells):
        """What each cell shows, as text, in one kernel of that name."""
        return asyncio.run(self._run(kernel, cells))

    async def _run(self, kernel, cells):
        started = self.ask("POST", "/api/kernels", {"name": kernel}).json()
        address = f"{self.url.replace('http', 'ws', 1)}/api/kernels/{started['id']}/channels"
        headers = {"Cookie": self.cookie, "Origin": self.url}
        socket = await websocket_connect(HTTPRequest(address, headers=headers))
        try:
            return [await asyncio.wait_for(execute(socket, code), KERNEL_SECONDS) for code in cells]
        finally:
            socket.close()
            self.ask("DELETE", f"/api/kernels/{started['id']}")


async def execute(socket, code):
    asked = uuid.uuid4().hex
    header = {
        "msg_id": asked,
        "msg_type": "execute_request",
        "session": "acceptance",
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    message = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }
    await socket.write_message(json.dumps(message))
    shown = []
    while True:
        raw = await socket.read_message()
        if raw is None:
            raise AssertionError("the kernel's socket was closed")
        told = json.loads(raw)
        if told["parent_header"].get("msg_id") != asked:
            continue
        kind, content = told["msg_type"], told["content"]
        if kind == "stream":
            shown.append(content["text"])
        elif kind == "error":
            shown.append("\n".join([content["ename"], content["evalue"], *content["traceback"]]))
        elif kind in ("display_data", "execute_result"):
            data = content["data"]
            shown.extend(str(data.get(one, "")) for one in ("text/plain", "text/html"))
        elif kind == "status" and content["execution_state"] == "idle":
            return "\n".join(shown)
