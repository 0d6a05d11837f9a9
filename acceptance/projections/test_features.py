"""Point-in-time joins by somebody to whom a part of the table is open."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from lake_case import LakeCase
from spark_session import Spark

TICK = timedelta(milliseconds=1)
CODE = """
import datetime, millrace
rows = [("LH", datetime.datetime.fromisoformat(one)) for one in {moments!r}]
rows.append(("XQ", rows[-1][1]))
spine = spark.createDataFrame(rows, "carrier string, at timestamp")
feature = millrace.Feature("own.mobility.flights", time="day", revision="sent")
made = millrace.features(spine, [feature], entity="carrier", time="at")
[made.columns, [row.delay for row in made.sort("carrier", "at").collect()]]
"""


def flights(*rows):
    carriers, days, delays, sent = zip(*rows, strict=True)
    numbers = {"delay": pa.array(delays, pa.int64()), "sent": pa.array(sent, pa.int64())}
    return pa.table({"carrier": list(carriers), "day": list(days), **numbers})


class Features(LakeCase):
    def test_given_a_part_when_features_are_joined_then_they_are_as_they_were(self):
        rows = flights(("LH", "2013-12-30", 5, 1), ("XQ", "2013-12-30", 4711, 1))
        table = self.catalog.create_table(("mobility", "flights"), rows.schema)
        table.append(rows)
        table.append(flights(("LH", "2013-12-31", 7, 2), ("XQ", "2013-12-31", 4712, 2)))
        table.overwrite(flights(("LH", "2013-12-31", 8, 3)), "delay in (7, 4712)")
        table.append(flights(("LH", "2013-12-31", 9, 4)))
        past = [datetime.fromtimestamp(one.timestamp_ms / 1000, UTC) for one in table.history()]
        moments = [past[0] - TICK, *past[:2], *past[-2:]]
        columns = ["carrier", "day", "delay", "sent"]
        key, catalog = self.person(columns=columns, rows="carrier = 'LH'")
        self.load(catalog)

        with Spark(self.endpoint, key["AccessKeyId"], key["SecretAccessKey"]) as spark:
            made = spark.run(CODE.format(moments=[one.isoformat() for one in moments]))

        wanted = [["carrier", "at", "delay", "sent"], [None, 5, 7, 8, 9, None]]
        self.assertEqual(made, str(wanted))
