"""The driver's own tests, under the Python of the engine, which is what drivers run on."""

import pathlib
import unittest

DRIVER = pathlib.Path(__file__).resolve().parents[2] / "driver"


def load_tests(_loader, _standard, _pattern):
    return unittest.TestLoader().discover(str(DRIVER / "tests"), top_level_dir=str(DRIVER))
