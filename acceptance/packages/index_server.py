"""A simple index of Python packages on the address that the platform was told. @see PEP 503"""

import hashlib
import http.server
import io
import os
import threading
import urllib.parse
import zipfile

ADDRESS = urllib.parse.urlsplit(os.environ["MILLRACE_PYTHON_INDEX"])


def wheel(name, version, code, requires=()):
    """Its file name and content. @see PEP 427"""
    info = f"{name}-{version}.dist-info"
    metadata = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
    metadata += [f"Requires-Dist: {one}" for one in requires]
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(f"{info}/METADATA", "\n".join(metadata) + "\n")
        archive.writestr(f"{info}/WHEEL", kind)
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}-{version}-py3-none-any.whl", packed.getvalue()


class Index:
    def __init__(self):
        self.files = {}
        self.asked = []
        index = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                index.asked.append(self.path)
                status, kind, body = index.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self.handler = Handler
        self.server = None

    def add(self, file):
        name, content = file
        self.files[name] = content

    def answer(self, path):
        _, place, name = path.rstrip("/").split("/", 2)
        if place == "files" and name in self.files:
            return 200, "application/octet-stream", self.files[name]
        found = [file for file in self.files if file.startswith(f"{name.replace('-', '_')}-")]
        if place != "simple" or not found:
            return 404, "text/plain", b""
        links = []
        for file in found:
            digest = hashlib.sha256(self.files[file]).hexdigest()
            links.append(f'<a href="/files/{file}#sha256={digest}">{file}</a>')
        page = f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>"
        return 200, "text/html", page.encode()

    def start(self):
        address = ADDRESS.hostname, ADDRESS.port
        self.server = http.server.ThreadingHTTPServer(address, self.handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
