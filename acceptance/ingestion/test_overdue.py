"""What was promised and did not come is told, without anybody asking."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from feed_case import FeedCase

TOLD_SECONDS_MAX = 60


class Hook(HTTPServer):
    """Somebody's webhook."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Heard(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((time.monotonic(), json.loads(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Overdue(FeedCase):
    def test_given_a_missed_delivery_when_its_time_is_over_then_it_is_told_once(self):
        hook = Hook()
        self.addCleanup(hook.server_close)
        self.addCleanup(hook.shutdown)
        calendar = {"every": "once", "first": "2026-01-05", "at": "06:00", "daysAfter": 0}
        calendar |= {"zone": "UTC", "graceMinutes": 30, "played": False}
        made = time.monotonic()
        feed = self.feed(
            "missed",
            self.sftp(),
            "missed",
            source={"directory": "missed", "pattern": "counts.csv"},
            calendar=calendar,
            owner="feeds desk",
            targets=[{"kind": "webhook", "url": f"http://127.0.0.1:{hook.server_port}/hook"}],
        )

        self.until("the notice", lambda: hook.heard)

        [(at, told)] = hook.heard
        self.assertLess(at - made, TOLD_SECONDS_MAX)
        self.assertEqual(told["kind"], "delivery-overdue")
        self.assertEqual(told["owner"], "feeds desk")
        self.assertIn('delivery once of feed "missed" has not come', told["cause"])
        self.assertIn("2026-01-05T06:30:00.000Z", told["cause"])
        self.assertIn(f"millrace feed deliveries {feed}", told["nextStep"])
        # Two more rounds of the clock say nothing new.
        time.sleep(35)
        self.assertEqual(len(hook.heard), 1)
