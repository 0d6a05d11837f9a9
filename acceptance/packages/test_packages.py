import io
import json
import pathlib
import sys
import tarfile
import uuid

import boto3
from index_server import ADDRESS, Index, wheel

for folder in ("notebooks", "livy"):
    sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / folder))

from livy_case import Livy  # noqa: E402
from notebook_case import NotebookCase  # noqa: E402

USE = "import greeter\ndef use(_):\n    import greeter\n    return greeter.greet('ana')\n"
BATCH = USE + "print(sc.parallelize([1], 1).map(use).collect(), greeter.VERSION)\n"


def greeter(version, requires=("shouter>=1",)):
    code = (
        f"import shouter\nVERSION = {version!r}\n"
        "def greet(name):\n    return shouter.shout('hello ' + name)\n"
    )
    return wheel("greeter", version, code, requires)


def source_only(name):
    """A package whose code would run where it is built."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        content = b"raise SystemExit('it was built')\n"
        info = tarfile.TarInfo(f"{name}-1.0/setup.py")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return f"{name}-1.0.tar.gz", packed.getvalue()


class Packages(NotebookCase):
    """Packages of an index of ours, in sessions and batches of the Livy door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.index = Index()
        cls.index.add(greeter("1.0"))
        cls.index.add(greeter("2.0"))
        cls.index.add(wheel("shouter", "1.1", "def shout(text):\n    return text.upper()\n"))
        cls.index.add(source_only("built"))
        # Where a package leads is not where the index is.
        leads = f"evil @ http://{ADDRESS.netloc}/files/evil-1.0-py3-none-any.whl"
        cls.index.add(wheel("leading", "1.0", "", [leads]))
        cls.index.add(wheel("evil", "1.0", "EVIL = True\n"))
        cls.index.add(wheel("numpy", "1.0", "raise ImportError('not the engine’s')\n"))
        cls.index.start()
        cls.addClassCleanup(cls.index.stop)
        cls.livy = Livy(cls.account.aws)

    def open(self, livy=None, **options):
        livy = livy or self.livy
        session = livy.open(**options)
        self.addCleanup(livy.close, session)
        return session

    def dead(self, requirements):
        body = {"kind": "pyspark", "requirements": requirements}
        status, session = self.livy.ask("POST", "/sessions", body)
        self.assertEqual(status, 201, session)
        dead = self.livy.until(f"/sessions/{session['id']}", ("idle", "dead"))
        self.assertEqual(dead["state"], "dead")
        return "\n".join(dead["log"])

    def test_given_packages_in_a_cell_when_sparkmagic_configures_then_cells_and_workers_have_them(
        self,
    ):
        wanted = json.dumps({"requirements": ["greeter < 2"]})
        cells = [f"%%configure -f\n{wanted}", BATCH]

        *_, shown = self.execute(cells, "pysparkkernel", self.plain_sparkmagic())

        self.assertIn("['HELLO ANA'] 1.0", shown)

    def test_given_a_setting_when_a_batch_runs_then_it_has_them(self):
        s3 = self.account.aws.client("s3")
        bucket = f"packages-{uuid.uuid4().hex[:8]}"
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="batch.py", Body=BATCH.encode())
        conf = {"spark.millrace.requirements": "greeter==2.*"}

        body = {"file": f"s3://{bucket}/batch.py", "conf": conf}
        _, batch = self.livy.ask("POST", "/batches", body)
        done = self.livy.until(f"/batches/{batch['id']}", ("success", "dead", "error"))

        _, log = self.livy.ask("GET", f"/batches/{batch['id']}/log")
        self.assertEqual(done["state"], "success", log)
        self.assertIn("['HELLO ANA'] 2.0", "\n".join(log["log"]))

    def test_given_a_session_with_packages_when_it_looks_around_then_it_sees_and_changes_no_other(
        self,
    ):
        session = self.open(requirements=["greeter==1.0"])
        plain = self.open()
        stranger = Livy(boto3.Session())
        theirs = self.open(stranger, requirements=["greeter==1.0"])
        find = "import greeter, os\nos.path.dirname(greeter.__file__)"

        path = self.livy.text(session, find).strip("'")

        self.assertNotEqual(path, stranger.text(theirs, find).strip("'"))
        other = f"import os\nos.path.exists({path!r})"
        self.assertEqual(stranger.text(theirs, other), "False")
        self.assertEqual(self.livy.text(plain, other), "False")
        write = f"open({path!r} + '/shouter.py', 'w')"
        self.assertIn("Read-only file system", self.livy.run(session, write)["output"]["evalue"])
        above = f"import os\nos.listdir(os.path.dirname({path!r}))"
        self.assertEqual(len(eval(self.livy.text(session, above))), 1)
        outside = f"import urllib.request as u\nu.urlopen({ADDRESS.geturl()!r}, timeout=5)"
        self.assertEqual(self.livy.run(session, outside)["output"]["status"], "error")

    def test_given_what_is_not_there_or_conflicts_when_opened_then_the_session_says_why(self):
        for wanted, why in (
            (["nowhere-to-be-found"], "nowhere-to-be-found was not found"),
            (["greeter>=3"], "only greeter<=2.0 is available"),
            (["greeter==1.0", "greeter==2.0"], "greeter==1.0 and greeter==2.0"),
            # The engine's own stays.
            (["numpy<2"], "numpy<2 and numpy=="),
            (["built"], "built"),
            (["leading"], "evil"),
        ):
            self.assertIn(why, self.dead(wanted))
        self.assertNotIn("/files/evil-1.0-py3-none-any.whl", self.index.asked)
        self.assertNotIn("/files/built-1.0.tar.gz", self.index.asked)

    def test_given_what_the_engine_has_when_opened_then_it_is_the_engines(self):
        session = self.open(requirements=["numpy", "shouter"])
        self.assertEqual(
            self.livy.text(session, "import numpy, shouter\nnumpy.__version__ > '1.1'"), "True"
        )

    def test_given_an_index_that_is_away_when_opened_then_it_says_so_and_known_lists_work(self):
        self.open(requirements=["shouter==1.1"])
        self.index.stop()
        self.addCleanup(self.index.start)

        said = self.dead(["shouter>=1.0"])

        self.assertIn("the package index does not answer", said)
        again = self.open(requirements=["shouter==1.1"])
        self.assertIn("HI", self.livy.text(again, "import shouter\nshouter.shout('hi')"))

    def test_given_what_is_no_package_when_opened_then_it_is_refused(self):
        for wanted in ("-r /etc/passwd", "--default-index=http://x", "./here", "a @ file:///etc"):
            body = {"conf": {"spark.millrace.requirements": wanted}}
            status, answer = self.livy.ask("POST", "/sessions", body)
            self.assertEqual(status, 400, answer)
