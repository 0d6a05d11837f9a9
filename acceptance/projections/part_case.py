"""One table open in part, and five engines with the rights of its reader."""

import platform
import time

import trades
from lake_case import READY_SECONDS_MAX, LakeCase
from probes import literal
from readers import DuckDb, Pandas, PyIceberg, Spark, Wrangler
from spark_session import Spark as SparkSession


def values(rows):
    cells = [[_cell(name, row[name]) for name in trades.COLUMNS] for row in rows]
    return ", ".join(f"({', '.join(row)}, 'XQ')" for row in cells)


def _cell(name, cell):
    if cell is None:
        return "NULL"
    if name == "venue":
        return f"named_struct('code', {literal(cell['code'])})"
    return literal(cell)


class PartCase(LakeCase):
    """Made by its owner's Spark: partitions by a hidden column, names of the past, deletes."""

    table = "trades"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sessions = []
        cls.addClassCleanup(lambda: [one.__exit__() for one in cls.sessions])
        keys = cls.session.get_credentials()
        owner = cls.spark(keys.access_key, keys.secret_key)
        cls.made(owner)
        name, key = cls.newcomer()
        for rows, columns, _ in trades.FILTERS:
            cls.open_part(name, columns, rows)
        cls.key = (key["AccessKeyId"], key["SecretAccessKey"])
        cls.reader = cls.catalog_of(":".join(cls.key))
        cls.part = cls.loaded()
        cls.whole = cls.catalog.load_table(("mobility", cls.table))
        cls.engines = cls.five()

    @classmethod
    def spark(cls, *key):
        session = SparkSession(cls.endpoint, *key).__enter__()
        cls.sessions.append(session)
        return session

    @classmethod
    def made(cls, owner):
        table = f"own.mobility.{cls.table}"
        types = ", ".join(f"{name} {kind}" for name, kind in trades.COLUMNS.items())
        modes = "'write.delete.mode'='merge-on-read', 'write.update.mode'='merge-on-read'"
        statements = [
            f"CREATE TABLE {table} ({types.replace('desk', 'book')}, legacy STRING) USING iceberg "
            f"PARTITIONED BY (trader, days(seen)) TBLPROPERTIES ({modes})",
            f"INSERT INTO {table} VALUES {values(trades.FIRST)}",
            f"ALTER TABLE {table} RENAME COLUMN book TO desk",
            f"INSERT INTO {table} VALUES {values(trades.SECOND)}",
            f"ALTER TABLE {table} DROP COLUMN legacy",
        ]
        engine = Spark(owner, None)
        for sql in statements:
            engine.ask(sql)
        current = cls.catalog.load_table(("mobility", cls.table)).current_snapshot()
        cls.before = current.snapshot_id
        for sql in trades.CHANGES:
            engine.ask(sql)

    @classmethod
    def loaded(cls):
        """With its past, which is prepared after the present."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not (part := cls.load(cls.reader)).snapshot_by_id(cls.before):
            if time.monotonic() > deadline:
                raise TimeoutError("the past of the part is not prepared")
            time.sleep(0.2)
        return part

    @classmethod
    def five(cls):
        uri = cls.environment["PYICEBERG_CATALOG__LAKE__URI"]
        credential = ":".join(cls.key)
        engines = [
            Spark(cls.spark(*cls.key), cls.before),
            PyIceberg(cls.part, cls.before),
            Pandas(cls.vended(), cls.files(cls.part), cls.endpoint),
            Wrangler(cls.vended(), cls.files(cls.part), cls.endpoint),
        ]
        if platform.machine() == "x86_64":  # The wheels of its extensions are of no other.
            engines.append(DuckDb(cls.account, uri, credential, cls.before))
        return engines

    @classmethod
    def vended(cls):
        names = ("access-key-id", "secret-access-key", "session-token")
        return tuple(cls.part.io.properties[f"s3.{name}"] for name in names)

    @classmethod
    def files(cls, table):
        """Data files of now, and as it was."""
        return [
            [task.file.file_path for task in table.scan(snapshot_id=one).plan_files()]
            for one in (None, cls.before)
        ]
