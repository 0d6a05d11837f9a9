"""Point-in-time joins, compared with a search by hand through every state of each table."""

import datetime
import random
import tempfile
import time
import unittest
from datetime import UTC, timedelta

import millrace
from millrace import Feature
from pyspark.sql import functions as f
from tests.test_library import spark_in

SEED = random.randrange(1_000_000)
COMMITS = 6
STEP = timedelta(milliseconds=500)
COLUMNS = "ticker string, venue int, event timestamp, value bigint, told timestamp"
CHOICES = ("ticker = 'a'", "venue = 2", "value % 3 = 0", "value < 5", "ticker = 'b' AND venue = 1")
MERGED = "TBLPROPERTIES ('write.{0}.mode'='merge-on-read', 'write.{1}.mode'='merge-on-read')"
WITHIN = 4 * STEP
# Whatever the seed, each world ends with a row of this entity, and the spine asks for it.
SURE = ("d", 1)


class World:
    """A table that lives through random commits, and all its states."""

    def __init__(self, case, name, rand, more):
        self.case, self.name, self.rand = case, case.table(name, COLUMNS, more), rand
        self.start = datetime.datetime.now(UTC).replace(microsecond=0)
        self.serial = 0

    def live(self):
        for _ in range(COMMITS):
            self.rand.choice((self.add, self.add, self.add, self.restate, self.drop, self.new))()
        if self.rand.random() < 0.7:
            moments = self.case.spark.table(f"{self.name}.history").collect()
            snapshot = self.rand.choice(moments[:-1]).snapshot_id
            self.call("rollback_to_snapshot", f"snapshot_id => {snapshot}")
            self.add()
        self.call("rewrite_data_files", "options => map('min-input-files', '2')")
        self.case.append(self.name, (*SURE, self.start, 7, self.start))
        self.states = [
            (moment.made_current_at.astimezone(UTC), self.rows(moment.snapshot_id))
            for moment in self.case.spark.table(f"{self.name}.history").collect()
        ]

    def rows(self, snapshot):
        state = self.case.spark.read.option("versionAsOf", snapshot).table(self.name)
        return [one.asDict() for one in state.collect()]

    def made(self):
        self.serial += 1
        return (
            self.rand.choice(("a", "b", None)),
            self.rand.choice((1, 2)),
            self.start + self.rand.randrange(-10, 30) * STEP,
            self.rand.choice((self.serial, self.serial, None)),
            self.start + timedelta(seconds=self.serial),
        )

    def add(self):
        self.case.append(self.name, *(self.made() for _ in range(self.rand.randrange(1, 6))))

    def restate(self):
        self.case.spark.sql(
            f"UPDATE {self.name} SET value = value + 1000 WHERE {self.rand.choice(CHOICES)}"
        )

    def drop(self):
        self.case.spark.sql(f"DELETE FROM {self.name} WHERE {self.rand.choice(CHOICES)}")

    def new(self):
        """As `publish` writes a new day: an overwrite that removes nothing."""
        made = self.case.spark.createDataFrame(
            [self.made()], self.case.spark.table(self.name).schema
        )
        made.writeTo(self.name).overwrite(f.col("venue") == 9)

    def call(self, procedure, arguments):
        self.case.spark.sql(f"CALL lake.system.{procedure}('{self.name}', {arguments})")

    def known(self, entity, at, within=None):
        """What could be known, by hand; as a Feature with a revision says it."""
        states = [rows for since, rows in self.states if since <= at]
        rows = [
            row
            for row in (states[-1] if states else [])
            if (row["ticker"], row["venue"]) == entity
            and row["event"].astimezone(UTC) <= at
            and (within is None or row["event"].astimezone(UTC) >= at - within)
        ]
        if None in entity or not rows:
            return None
        return max(rows, key=lambda row: (row["event"], row["told"]))["value"]


class PointInTimeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.spark = spark_in(directory)
        cls.addClassCleanup(cls.spark.stop)
        cls.spark.sparkContext.setLogLevel("ERROR")
        millrace.begun.clear()

    def table(self, name, columns, more=""):
        self.spark.sql(f"CREATE TABLE {name} ({columns}) USING iceberg {more}")
        return name

    def now(self):
        """A moment that no commit shares."""
        time.sleep(0.01)
        return datetime.datetime.now(UTC)

    def append(self, name, *rows):
        made = self.spark.createDataFrame(rows, self.spark.table(name).schema)
        made.coalesce(1).writeTo(name).append()

    def spine(self, *rows, entity="ticker string"):
        return self.spark.createDataFrame(rows, f"{entity}, at timestamp")

    def joined(self, spine, *features, entity="ticker"):
        return millrace.features(spine, features, entity=entity, time="at")

    def told(self, *of, **more):
        """The rows that are made, in one order, with their moments in UTC."""
        made = [list(row) for row in self.joined(*of, **more).collect()]
        for row in made:
            index = next(at for at, one in enumerate(row) if isinstance(one, datetime.datetime))
            row[index] = row[index].astimezone(UTC)
        return sorted(map(tuple, made))

    def refused(self, told, spine, *features, **more):
        with self.assertRaisesRegex(Exception, told):
            self.joined(spine, *features, **more).collect()

    def test_every_row_is_what_a_search_by_hand_finds(self):
        print(f"seed {SEED}")
        rand = random.Random(SEED)
        kinds = (MERGED.format("delete", "update"), "PARTITIONED BY (venue)")
        worlds = [World(self, f"lake.w.t{at}", rand, more) for at, more in enumerate(kinds)]
        for world in worlds:
            world.live()
        instants = [since for world in worlds for since, _ in world.states]
        rows = []
        for _ in range(300):
            near = timedelta(milliseconds=rand.choice((0, 0, -1, 1, 500, -2000)))
            at = rand.choice((None, *(rand.choice(instants) + near for _ in range(20))))
            rows.append((rand.choice(("a", "b", "c", None)), rand.choice((1, 2)), at))
        rows += [*rows[:20], (*SURE, max(instants))]
        spine = self.spine(*rows, entity="ticker string, venue bigint")

        features = [
            Feature(world.name, {"value": f"v{at}"}, time="event", revision="told", within=within)
            for at, (world, within) in enumerate(zip(worlds, (None, WITHIN), strict=True))
        ]
        made = self.joined(spine, *features, entity=["ticker", "venue"]).collect()

        wanted = [
            (
                ticker,
                venue,
                at,
                *(
                    None if at is None else world.known((ticker, venue), at, one.within)
                    for world, one in zip(worlds, features, strict=True)
                ),
            )
            for ticker, venue, at in rows
        ]
        told = [(*one[:2], one.at and one.at.astimezone(UTC), *one[3:]) for one in made]
        self.assertEqual(sorted(told, key=repr), sorted(wanted, key=repr), f"seed {SEED}")
        self.assertIn((*SURE, max(instants), 7), [one[:4] for one in told])

    def test_what_is_recomputed_for_a_past_moment_is_what_was_served(self):
        prices = self.table("own.f.prices", "ticker string, at timestamp, price double")
        early = self.now()
        self.append(prices, ("a", early, 1.0), ("b", early, 2.0))
        first = self.now()
        spine = [("a", early), ("a", first), ("b", first), ("a", first), ("c", first)]
        served = self.told(self.spine(*spine), prices)
        self.spark.sql(f"UPDATE {prices} SET price = 9 WHERE ticker = 'a'")
        self.append(prices, ("b", early + timedelta(milliseconds=1), 3.0))
        second = self.now()
        again = self.told(self.spine(*spine), prices)
        later = self.told(self.spine(*((one, second) for one in "abc")), prices)

        wanted = [("a", early, None), ("a", first, 1.0), ("a", first, 1.0), ("b", first, 2.0)]
        self.assertEqual(served, [*wanted, ("c", first, None)])
        self.assertEqual(again, served)
        self.assertEqual([price for *_, price in later], [9.0, 3.0, None])

    def test_ties_are_decided_by_the_revision_or_refused(self):
        ties = self.table("lake.f.ties", "ticker string, at date, v int, list array<int>, seen int")
        self.spark.sql(f"ALTER TABLE {ties} ALTER COLUMN seen TYPE bigint")
        day = datetime.date(2013, 12, 31)
        self.append(ties, ("a", day, 2, [1], 1), ("a", day, 2, [1], 1))
        same, spine = self.now(), lambda at: self.spine(("a", at))
        self.append(ties, ("a", day, 1, None, 2))
        both = spine(self.now())

        self.assertEqual(self.joined(spine(same), ties).collect()[0][2:], (2, [1], 1))
        self.refused("f.ties has two rows of a, 2013-12-31 .* by `revision` which", both, ties)
        decided = self.joined(both, Feature(ties, ["v"], revision="seen"))
        self.assertEqual(decided.collect()[0].v, 1)

    def test_columns_are_found_by_what_they_are_called_now(self):
        table = self.table("lake.f.renamed", "ticker string, at string, old int")
        self.append(table, ("a", "2013-12-31", 1))
        self.spark.sql(f"ALTER TABLE {table} RENAME COLUMN old TO new")
        self.spark.sql(f"ALTER TABLE {table} ADD COLUMN more int")
        first = self.now()
        self.spark.sql(f"INSERT OVERWRITE {table} VALUES ('a', '2013-12-31', 5, 6)")

        made = self.joined(self.spine(("a", first), ("a", self.now())), table).collect()

        self.assertEqual([one[2:] for one in made], [(1, None), (5, 6)])

    def test_times_without_a_zone_are_utc_whatever_the_session_says(self):
        table = self.table("lake.f.zoned", "ticker string, at timestamp_ntz, day date, v int")
        noon = datetime.datetime(2030, 3, 31, 2, 30)
        self.append(table, ("a", noon, noon.date(), 1))
        utc, tick = noon.replace(tzinfo=UTC), timedelta(microseconds=1)
        midnight = utc.replace(hour=0, minute=0)
        self.spark.conf.set("spark.sql.session.timeZone", "Europe/Berlin")
        self.addCleanup(self.spark.conf.unset, "spark.sql.session.timeZone")

        for name, at in (("at", utc), ("day", midnight)):
            spine = self.spine(("a", at - tick), ("a", at))
            made = self.joined(spine, Feature(table, ["v"], time=name)).collect()
            self.assertEqual([one.v for one in made], [None, 1])

    def test_moments_of_which_nothing_is_kept_are_refused(self):
        table = self.table("lake.f.expired", "ticker string, at date, v int")
        empty = self.joined(self.spine(("a", self.now())), table)
        self.assertEqual(empty.collect()[0].v, None)
        self.append(table, ("a", datetime.date(2013, 12, 31), 1))
        early = self.now()
        self.append(table, ("b", datetime.date(2013, 12, 31), 1))
        older = f"older_than => timestamp_millis({int(self.now().timestamp() * 1000)})"
        self.spark.sql(f"CALL lake.system.expire_snapshots(table => 'f.expired', {older})")

        self.refused("keeps no state from before", self.spine(("a", early)), table)
        made = self.joined(self.spine(("a", self.now())), table).collect()
        self.assertEqual(made[0].v, 1)

    def test_what_is_wrong_is_said(self):
        table = self.table("lake.f.wrong", "ticker string, at date, v int, m map<string, int>")
        spine, of = self.spine(("a", self.now())), lambda *a, **more: Feature(table, *a, **more)
        renamed = spine.withColumnRenamed("at", "V").withColumn("at", f.col("V"))
        for told, frame, features in (
            ("f.none is no table with a past", spine, ["lake.f.none"]),
            ("f.wrong has no column w; it has ticker, at, v, m", spine, [of(["w"])]),
            ("f.wrong has no column w", spine, [of(time="w")]),
            ("f.wrong.v is int, and neither a time nor", spine, [of(["v"], time="v")]),
            ("f.wrong.v is int, and ticker of the spine string", spine, [of(entity="v")]),
            ("f.wrong.m is map<string,int>, whose", spine, [table]),
            ("v of lake.f.wrong is a second column", renamed, [of(["v"])]),
            ("v of lake.f.wrong is a second column", spine, [of(["v"]), of(["v"])]),
            ("the spine has no column at", spine.drop("at"), [of(["v"])]),
            ("at of the spine is date", spine.withColumn("at", f.to_date("at")), [of(["v"])]),
        ):
            self.refused(told, frame, *features)
        self.refused("has the entity v, m, the spine ticker", spine, of(entity=["v", "m"]))
        millrace.begin(inputs=["own.f.other"], output="own.f.made")
        self.addCleanup(millrace.begun.clear)
        self.refused("no input; these are: own.f.other", spine, of(["v"]))


if __name__ == "__main__":
    unittest.main()
