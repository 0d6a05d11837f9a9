"""Spark's event log on its way out of the box."""

import contextlib
import io
import os
import socket
import tempfile
import unittest

from session.events import Events, whole_lines

LINE = b'{"Event":"SparkListenerJobStart","Properties":{"spark.sql.catalog.lake.token":"%s"}}\n'


class EventsTest(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.log = os.path.join(self.place.name, "eventlog_v2_local-1")
        os.mkdir(self.log)
        near, self.far = socket.socketpair()
        self.far.settimeout(1)
        self.events = Events(near, self.place.name)
        self.events.follow = lambda: None

    def write(self, number, data):
        with open(os.path.join(self.log, f"events_{number}_local-1"), "ab") as file:
            file.write(data)

    def heard(self):
        try:
            return self.far.recv(2**20)
        except TimeoutError:
            return b""

    def test_given_a_warm_up_when_claimed_then_it_is_left_out(self):
        self.write(1, b'{"head":1}\n{"warm":1}\n{"own":1}\n')
        self.events.heads["local-1"] = [11, 22]

        self.events.begin("local-1")
        self.events.send()

        self.assertEqual(self.far.recv(100) + self.heard(), b'{"head":1}\n{"own":1}\n')

    def test_given_a_token_when_sent_then_it_is_not_in_it(self):
        self.write(1, LINE % b'se\\"cret')

        self.events.begin("local-1")
        self.events.send()

        heard = self.heard()
        self.assertIn(b'.token":"*********(redacted)"}', heard)
        self.assertNotIn(b"cret", heard)

    def test_given_half_a_line_when_sent_then_it_waits_for_its_end(self):
        self.write(1, b'{"a":1}\n{"b"')
        self.events.begin("local-1")
        self.events.send()
        self.assertEqual(self.heard(), b'{"a":1}\n')

        self.write(1, b":2}\n")
        self.events.send()

        self.assertEqual(self.heard(), b'{"b":2}\n')

    def test_given_a_next_file_when_sent_then_the_first_is_gone(self):
        self.write(1, b'{"a":1}\n')
        self.write(2, b'{"b":2}\n')

        self.events.begin("local-1")
        self.events.send()

        self.assertEqual(os.listdir(self.log), ["events_2_local-1"])
        self.assertEqual(self.far.recv(100), b'{"a":1}\n{"b":2}\n')

    def test_given_a_keeper_that_has_enough_when_sent_then_files_still_go(self):
        self.far.close()
        self.write(1, b'{"a":1}\n')
        self.write(2, b"")

        self.events.begin("local-1")
        self.events.send()

        self.assertEqual(os.listdir(self.log), ["events_2_local-1"])

    def test_given_a_script_that_removes_its_log_when_flushed_then_it_has_run_well(self):
        self.write(1, b'{"a":1}\n')
        self.events.begin("local-1")
        os.unlink(os.path.join(self.log, "events_1_local-1"))
        self.write(2, b'{"b":2}\n')

        self.events.flush(None)

        self.assertEqual(self.heard(), b'{"b":2}\n')

    def test_given_a_file_that_cannot_be_read_when_flushed_then_the_next_are_sent(self):
        os.mkdir(os.path.join(self.log, "events_1_local-1"))
        self.write(2, b'{"b":2}\n')
        self.events.application = "local-1"

        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.events.flush(None)
            self.events.flush(None)

        self.assertIn("the dashboard misses what Spark says", said.getvalue())
        self.assertEqual(self.heard(), b'{"b":2}\n')

    def test_given_a_file_in_a_line_when_measured_then_its_whole_lines_count(self):
        self.write(1, b"ab\ncd")

        self.assertEqual(whole_lines(os.path.join(self.log, "events_1_local-1")), 3)


if __name__ == "__main__":
    unittest.main()
