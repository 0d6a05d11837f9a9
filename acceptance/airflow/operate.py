"""Runs Airflow's own Livy operator, in Airflow's environment; prints how it ended, as JSON."""

import json
import sys
from unittest.mock import MagicMock

from airflow.providers.apache.livy.operators.livy import LivyOperator


def main(script, arguments):
    operator = LivyOperator(
        task_id="nightly",
        file=script,
        args=arguments,
        conf={"spark.a": "1"},
        polling_interval=1,
    )
    # It stands for Airflow's scheduler, to which the operator tells what it found out.
    scheduler = MagicMock(stats_tags={})
    try:
        answer = {"batch": operator.execute({"ti": scheduler})}
    except Exception as error:  # What a task log would show.
        answer = {"failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)


main(sys.argv[1], sys.argv[2:])
