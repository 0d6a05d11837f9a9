"""OpenLineage's own client of Python, over HTTP, as jobs use it."""

import unittest
import uuid
from datetime import UTC, datetime

import pyarrow as pa
import requests
from millrace_command import make_account, millrace
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset as columns
from openlineage.client.transport.http import ApiKeyTokenProvider, HttpConfig, HttpTransport
from pyiceberg.catalog import load_catalog


def bearer(environment):
    """What a job presents: a token for its access key pair, as Iceberg's clients get theirs."""
    key, _, secret = environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"].partition(":")
    form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    uri = environment["PYICEBERG_CATALOG__LAKE__URI"]
    answer = requests.post(f"{uri}/v1/oauth/tokens", data=form, timeout=10)
    answer.raise_for_status()
    return answer.json()["access_token"]


class OpenLineage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account, cls.profile = make_account("lineage")
        environment = millrace("env", cls.profile, "--shell", "json")
        uri = environment["PYICEBERG_CATALOG__LAKE__URI"]
        cls.url = uri.removesuffix("/iceberg")
        options = {"type": "rest", "uri": uri, "warehouse": cls.account}
        credential = environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"]
        cls.catalog = load_catalog(f"lake-{uuid.uuid4().hex}", **options, credential=credential)
        cls.catalog.create_namespace("mobility")
        cls.rows = pa.table({"carrier": ["UA"], "delay": pa.array([7], pa.int64())})
        for name in ("flights", "hourly", "daily", "landed", "loaded"):
            cls.catalog.create_table(("mobility", name), cls.rows.schema)
        cls.token = bearer(environment)

    def client(self, token=None):
        auth = ApiKeyTokenProvider({"api_key": token or self.token})
        return OpenLineageClient(transport=HttpTransport(HttpConfig(url=self.url, auth=auth)))

    def glue(self, table):
        arn = f"arn:aws:glue:us-east-1:{self.account}"
        return {"namespace": arn, "name": f"table/mobility/{table}"}

    def event(self, source, made, state=RunState.COMPLETE, run_id=None):
        way = columns.Transformation(type="DIRECT", subtype="AGGREGATION")
        field = columns.InputField(**source, field="delay", transformations=[way])
        facet = columns.ColumnLineageDatasetFacet({"delay": columns.Fields([field])})
        return RunEvent(
            eventType=state,
            eventTime=datetime.now(UTC).isoformat(),
            run=Run(run_id or str(uuid.uuid4())),
            job=Job("dags", f"make-{made['name'].rsplit('/', 1)[1]}"),
            inputs=[InputDataset(**source)],
            outputs=[OutputDataset(**made, facets={"columnLineage": facet})],
            producer="https://example.com/dags",
        )

    def lineage(self, table, *options):
        name = f"{self.account}/mobility.{table}"
        words = ["dataset", "lineage", name, "--profile", self.profile, "--json", *options]
        answer = millrace(*words)
        labels = {node["id"]: node["label"] for node in answer["nodes"]}
        edges = {(labels[edge["from"]], labels[edge["to"]]) for edge in answer["edges"]}
        return edges, [one for edge in answer["edges"] for one in edge.get("columns", [])]

    def test_runs_that_are_told_are_found_upstream_and_downstream(self):
        run_id = str(uuid.uuid4())
        client = self.client()
        first = (self.glue("flights"), self.glue("hourly"))
        client.emit(self.event(*first, state=RunState.START, run_id=run_id))
        client.emit(self.event(*first, run_id=run_id))
        client.emit(self.event(self.glue("hourly"), self.glue("daily")))

        edges, told = self.lineage("flights", "--direction", "downstream", "--columns")

        self.assertEqual(
            {edge for edge in edges if "user/admin" not in edge},
            {
                ("mobility.flights", "make-hourly"),
                ("make-hourly", "mobility.hourly"),
                ("mobility.hourly", "make-daily"),
                ("make-daily", "mobility.daily"),
            },
        )
        self.assertEqual({one["how"] for one in told}, {"DIRECT/AGGREGATION"})
        up, _ = self.lineage("daily", "--direction", "upstream", "--depth", "1")
        self.assertEqual(up, {("mobility.hourly", "make-daily"), ("make-daily", "mobility.daily")})

    def test_a_table_is_known_by_its_place(self):
        location = self.catalog.load_table(("mobility", "landed")).location()
        bucket, _, path = location.removeprefix("s3://").partition("/")
        place = {"namespace": f"s3://{bucket}", "name": path}
        self.client().emit(self.event(place, self.glue("loaded")))

        edges, _ = self.lineage("landed", "--direction", "downstream")

        self.assertIn(("mobility.landed", "make-loaded"), edges)

    def test_a_stranger_cannot_claim_lineage(self):
        _, profile = make_account("claims")
        token = bearer(millrace("env", profile, "--shell", "json"))
        made = {"namespace": self.glue("x")["namespace"], "name": "table/mobility/hourly"}
        event = self.event({"namespace": "evil", "name": "claimed"}, made)

        self.client(token).emit(event)

        edges, _ = self.lineage("hourly", "--direction", "upstream")
        self.assertFalse([edge for edge in edges if "claimed" in edge])

    def test_what_is_no_event_is_refused_and_not_tried_again(self):
        headers = {"authorization": f"Bearer {self.token}"}
        answer = requests.post(f"{self.url}/api/v1/lineage", json={}, headers=headers, timeout=10)

        self.assertEqual((answer.status_code, answer.json()["kind"]), (400, "invalid"))
        nobody = requests.post(f"{self.url}/api/v1/lineage", json={}, timeout=10)
        self.assertEqual(nobody.status_code, 401)
