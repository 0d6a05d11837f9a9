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
# # Delays at New York's airports
#
# Runs on a cluster, under the role that may read what the trial grants, by sparkmagic.

# %%
flights = spark.table("mobility.flights")
print("columns", *flights.columns)

# %%
print("rows", flights.count())

# %% [markdown]
# `tailnum` is restricted: for this role the table has no such column.

# %%
try:
    spark.sql("SELECT tailnum FROM mobility.flights").show()
except Exception as refused:
    print("refused", type(refused).__name__)

# %%
# %%sql
SELECT origin, count(*) AS flights, round(avg(dep_delay), 1) AS minutes
FROM mobility.flights GROUP BY origin ORDER BY origin
