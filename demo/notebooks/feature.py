# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: PySpark
#     language: python
#     name: pysparkkernel
# ---

# %% [markdown]
# # The feature, held against its source
#
# Every flight of the year, and the part of it that is about listed carriers.

# %%
flights = spark.table("mobility.flights")
print("columns", *flights.columns)
print("rows", flights.count())

# %%
expected = spark.sql("""
    SELECT count(*) AS flights FROM mobility.flights JOIN market.carriers_listed listed
    ON flights.carrier = listed.carrier AND listed.ticker IS NOT NULL
    AND make_date(year, month, day) >= valid_from
    AND (valid_to IS NULL OR make_date(year, month, day) < valid_to)
""").first()
made = spark.sql("""
    SELECT sum(flights) AS flights, count(DISTINCT day) AS days FROM features.hourly_delay
""").first()
print("expected", expected.flights, "made", made.flights, "days", made.days)
