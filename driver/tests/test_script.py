"""Where a script comes from; S3 is the far side of a network."""

import sys
import tempfile
import types
import unittest
from unittest import mock

from session import script


class FetchTest(unittest.TestCase):
    def test_what_cannot_be_read_is_named(self):
        def download_file(*_):
            raise RuntimeError("An error occurred (404)")

        client = types.SimpleNamespace(download_file=download_file)
        boto3 = types.SimpleNamespace(client=lambda _: client)
        with tempfile.TemporaryDirectory() as directory, mock.patch.dict(sys.modules, boto3=boto3):
            with self.assertRaises(OSError) as refused:
                script.fetch("s3://jobs/daily/none.py", directory)

        self.assertEqual(
            str(refused.exception),
            "s3://jobs/daily/none.py cannot be read: An error occurred (404)",
        )


if __name__ == "__main__":
    unittest.main()
