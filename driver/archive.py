"""
Makes the class-data archive: a JVM that starts from it loads Spark's classes ready-made.

    python archive.py ENGINE ARCHIVE

Provisioning runs it once, outside any box, with the same class path and options as the drivers.
"""

import os
import sys


def main(engine, archive):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from session import jvm, settings

    os.environ["PYSPARK_PYTHON"] = sys.executable
    conf = settings.fixed(2, "http://127.0.0.1:9", "us-east-1")
    options = [f"-XX:ArchiveClassesAtExit={archive}", "-Xlog:cds=error"]
    options += ["-Xlog:cds+dynamic=error", *settings.java_options(768, 2)]
    process = jvm.start(jvm.command(engine, conf, options))
    spark = jvm.open_session()
    jvm.warm(spark)
    spark.stop()
    # The gateway ends, and the archive is written, when its standard input closes.
    process.stdin.close()
    code = process.wait(timeout=120)
    if code != 0 or not os.path.exists(archive):
        raise SystemExit(f"no class-data archive: the JVM ended with code {code}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
