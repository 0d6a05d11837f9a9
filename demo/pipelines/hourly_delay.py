"""Delay by hour, airport and listed carrier: a feature, made anew for a stretch of days.

It has `spark`, as a notebook has, and is told its days by `--slice` and `--slice-last`.
"""

import argparse

from pyspark.sql import functions as f

FEATURE = "features.hourly_delay"

parser = argparse.ArgumentParser()
parser.add_argument("--slice", required=True)
parser.add_argument("--slice-last")
days = parser.parse_args()
first, last = days.slice, days.slice_last or days.slice

day = f.make_date("year", "month", "day")
flights = spark.table("mobility.flights").withColumn("flight_day", day)
flights = flights.where(f.col("flight_day").between(first, last))

# Who stood behind a carrier on that day, and not who does today.
listed = spark.table("market.carriers_listed").where("ticker IS NOT NULL")
then = (
    (flights.carrier == listed.carrier)
    & (flights.flight_day >= listed.valid_from)
    & (listed.valid_to.isNull() | (flights.flight_day < listed.valid_to))
)

feature = (
    flights.join(f.broadcast(listed), then)
    .groupBy(
        f.col("flight_day").alias("day"),
        f.col("time_hour").alias("hour"),
        f.col("origin").alias("airport"),
        "ticker",
    )
    .agg(
        f.count("*").alias("flights"),
        f.sum(f.col("dep_time").isNull().cast("int")).alias("cancelled"),
        f.avg("dep_delay").alias("departure_delay_minutes"),
        f.avg("arr_delay").alias("arrival_delay_minutes"),
        f.max("_available_at").alias("available_at"),
    )
)

columns = ", ".join(f"{field.name} {field.dataType.simpleString()}" for field in feature.schema)
spark.sql(f"CREATE TABLE IF NOT EXISTS {FEATURE} ({columns}) USING iceberg PARTITIONED BY (day)")
# One file a day, so that a day is made anew without touching another.
made = feature.repartition("day").sortWithinPartitions("day", "hour", "airport", "ticker")
made.writeTo(FEATURE).overwrite(f.col("day").between(first, last))
print("made", FEATURE, first, last)
