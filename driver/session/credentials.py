"""
The session's S3 credentials for every AWS SDK in the box, by the SDKs' own container protocol:
they ask again before the old ones end, so that long sessions keep working.
"""

import hmac
import http.server
import json
import os
import secrets
import threading

PATH = "/credentials"


class CredentialSource:
    """Listens on the box's private loopback only. Before a claim there is nothing to give."""

    def __init__(self):
        self.key = secrets.token_urlsafe(24)
        self.current = None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def environment(self, endpoint, region):
        port = self.server.server_address[1]
        return {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{port}{PATH}",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": self.key,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def renew(self, credentials):
        self.current = {
            "AccessKeyId": credentials["accessKeyId"],
            "SecretAccessKey": credentials["secretAccessKey"],
            "Token": credentials.get("sessionToken", ""),
            "Expiration": credentials["expiresAt"],
        }

    def handler(self):
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                given = self.headers.get("Authorization", "")
                allowed = hmac.compare_digest(given.encode(), source.key.encode())
                known = self.path == PATH and source.current is not None
                status = 403 if not allowed else 200 if known else 404
                body = json.dumps(source.current if status == 200 else {"message": "none"})
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        return Handler


def export(environment):
    os.environ.update(environment)
