"""
Spark's daemon of Python workers, with the packages that code has named at the end of its path.

Spark gives workers its own PYTHONPATH, which stands before the standard library and the engine's
packages: a package could take the place of theirs. This module alone is on it.
"""

import os
import sys

sys.path += [one for one in os.environ.get("MILLRACE_LAYERS", "").split(os.pathsep) if one]

from pyspark.daemon import manager  # noqa: E402

if __name__ == "__main__":
    manager()
