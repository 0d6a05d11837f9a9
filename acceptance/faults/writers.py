"""People who write through every door at once, and remember what was acknowledged to them."""

import collections
import faulthandler
import hashlib
import io
import itertools
import threading
import time
import uuid

import boto3
import host
import pyarrow
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from pyiceberg.catalog import load_catalog

SMALL_BYTES = 4096
LARGE_BYTES = 12 << 20
PAUSE_SECONDS = 0.05
# Of users, of whom an account has at most 5,000, and of large objects: the oldest are removed.
KEPT = 500
ONE_TRY = Config(retries={"max_attempts": 1}, connect_timeout=5, read_timeout=30)


class Writers:
    def __init__(self):
        self.mark = uuid.uuid4().hex[:8]
        self.bucket = self.database = f"kill_{self.mark}".replace("_", "-")
        session = boto3.Session()
        self.account = session.client("sts").get_caller_identity()["Account"]
        self.s3 = session.client("s3", config=ONE_TRY)
        self.iam = session.client("iam", config=ONE_TRY)
        self.lake = session.client("lakeformation", config=ONE_TRY)
        self.catalog = load_catalog("lake")
        self.s3.create_bucket(Bucket=self.bucket)
        self.catalog.create_namespace(self.database)
        self.table = (self.database, "rows")
        self.catalog.create_table(self.table, schema=self.row(0).schema)
        self.kinds = [self.small, self.large, self.user, self.grant, self.append]
        self.acknowledged = {kind.__name__: set() for kind in self.kinds}
        self.refusals = {}
        removals = [self.remove_large, self.remove_user, self.remove_grant]
        self.removals = {removal.__name__.removeprefix("remove_"): removal for removal in removals}
        self.kept = {name: collections.deque() for name in self.removals}
        # Whose removal has begun, so that they may be there or not, and whose is acknowledged.
        self.leaving = {name: set() for name in self.removals}
        self.gone = {name: set() for name in self.removals}
        self.numbers = {kind.__name__: itertools.count(1) for kind in self.kinds}

    @staticmethod
    def row(number):
        return pyarrow.table({"number": pyarrow.array([number], pyarrow.int64())})

    @staticmethod
    def body(number, size):
        return hashlib.sha256(str(number).encode()).digest() * (size // 32)

    def small(self, number):
        body = self.body(number, SMALL_BYTES)
        self.s3.put_object(Bucket=self.bucket, Key=f"s/{number}", Body=body)

    def large(self, number):
        part = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
        body = io.BytesIO(self.body(number, LARGE_BYTES))
        self.s3.upload_fileobj(body, self.bucket, f"l/{number}", Config=part)

    def user(self, number):
        self.iam.create_user(UserName=f"{self.mark}-{number}")

    def grant(self, number):
        self.iam.create_user(UserName=f"{self.mark}-grantee-{number}")
        self.lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": self.grantee(number)},
            Resource={"Database": {"Name": self.database}},
            Permissions=["DESCRIBE"],
        )

    def remove_large(self, number):
        self.s3.delete_object(Bucket=self.bucket, Key=f"l/{number}")

    def remove_user(self, number):
        self.iam.delete_user(UserName=f"{self.mark}-{number}")

    def remove_grant(self, number):
        self.lake.revoke_permissions(
            Principal={"DataLakePrincipalIdentifier": self.grantee(number)},
            Resource={"Database": {"Name": self.database}},
            Permissions=["DESCRIBE"],
        )
        self.iam.delete_user(UserName=f"{self.mark}-grantee-{number}")

    def grantee(self, number):
        return f"arn:aws:iam::{self.account}:user/{self.mark}-grantee-{number}"

    def append(self, number):
        self.catalog.load_table(self.table).append(self.row(number))

    def __enter__(self):
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(kind,)) for kind in self.kinds]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def write(self, kind):
        name = kind.__name__
        while not self.ended.is_set():
            number = next(self.numbers[name])
            try:
                kind(number)
            except Exception as refusal:  # Of whatever class: it was not acknowledged.
                self.refusals[name] = f"{number}: {refusal!r}"
                time.sleep(PAUSE_SECONDS)
            else:
                self.acknowledged[name].add(number)
                self.remove_oldest(name, number)

    def remove_oldest(self, name, number):
        if name not in self.removals:
            return
        self.kept[name].append(number)
        if len(self.kept[name]) <= KEPT:
            return
        oldest = self.kept[name].popleft()
        self.leaving[name].add(oldest)
        try:
            self.removals[name](oldest)
        except Exception:
            time.sleep(PAUSE_SECONDS)
        else:
            self.gone[name].add(oldest)

    def counts(self):
        return {name: len(numbers) for name, numbers in self.acknowledged.items()}

    def silent(self, since):
        """Who was acknowledged nothing since `since`, an earlier `counts`."""
        return [name for name, count in self.counts().items() if count == since[name]]

    def until_all_wrote(self):
        """Waits; says of those who do not write what they heard last, and where all stand."""
        since = self.counts()
        try:
            host.until(lambda: not self.silent(since), "not everybody writes")
        except TimeoutError:
            for name in self.silent(since):
                print(f"{name} does not write; refused last: {self.refusals.get(name)}", flush=True)
            faulthandler.dump_traceback()
            raise

    def content(self, key):
        """What the object is, if it is whole; the same whoever wrote it."""
        kind, number = key.split("/")
        return self.body(int(number), SMALL_BYTES if kind == "s" else LARGE_BYTES)
