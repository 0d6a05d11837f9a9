# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Which hours of a day are late, and whose
#
# Connects to a cluster by the analytics extension; cells below `%%spark` run there, as the role.

# %%
import os

cluster, role = os.environ["CLUSTER_ID"], os.environ["EXECUTION_ROLE_ARN"]
identity = f"--auth-type Basic_Access --emr-execution-role-arn {role}"

# %%
# %load_ext sagemaker_studio_analytics_extension.magics

# %%
# %sm_analytics emr connect --cluster-id {cluster} {identity} --language python

# %%
# %%spark
flights = spark.table("mobility.flights")
print("rows", flights.count())
print("columns", *flights.columns)

# %%
# %%spark
from pyspark.sql import functions as f
late = flights.groupBy("hour").agg(f.avg("dep_delay").alias("minutes")).orderBy("hour")
for row in late.collect():
    print("hour", row.hour, row.minutes)

# %%
# %spark cleanup
