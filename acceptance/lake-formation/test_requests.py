"""Requests for access: whom they wait for, what is seen, and that it is agreed to as seen."""

import unittest

import requests
from case import Case

PURPOSE = "evaluate the vendor in a trial"


class Portal:
    """The portal's API as one person."""

    def __init__(self, person):
        base = person.place["catalog"].split("/iceberg")[0]
        keys = person.session.get_credentials()
        form = {"grant_type": "client_credentials", "scope": "catalog"}
        form |= {"client_id": keys.access_key, "client_secret": keys.secret_key}
        token = requests.post(f"{base}/iceberg/v1/oauth/tokens", data=form, timeout=10).json()
        self.headers = {"authorization": f"Bearer {token['access_token']}"}
        self.base = f"{base}/api/v1/access"

    def call(self, method, path, body=None):
        url = f"{self.base}{path}"
        answer = requests.request(method, url, headers=self.headers, json=body, timeout=30)
        return answer.status_code, answer.json()

    def must(self, method, path, body=None):
        status, answer = self.call(method, path, body)
        assert status == 200, answer
        return answer

    def approve(self, request):
        """What is shown at the moment, agreed to."""
        digest = self.must("GET", f"/requests/{request}")["seen"]["digest"]
        return self.decide(request, digest)

    def decide(self, request, digest):
        body = {"decision": "grant", "digest": digest}
        return self.call("POST", f"/requests/{request}/decision", body)


class Requests(Case):
    def setUp(self):
        super().setUp()
        self.tag(self.columns("pnl"), sens="restricted")
        self.admin, self.asker = Portal(self.G.admin), Portal(self.analyst)
        self.approvers = [Portal(self.steward), Portal(self.ro)]
        rights = ("SELECT", "DESCRIBE")
        for person in (self.steward, self.ro):
            self.grant(person, self.table(), *rights, wgo=rights)
        rule = {"name": "restricted", "persons": 2}
        rule["expression"] = [{"key": "sens", "values": ["restricted"]}]
        rule["approvers"] = [self.steward.arn, self.ro.arn]
        self.put_rules(rule)
        self.addCleanup(self.put_rules)

    def put_rules(self, *rules):
        """In the place of those that are there now."""
        version = self.admin.must("GET", "/rules")["version"]
        self.admin.must("PUT", "/rules", {"rules": rules, "version": version})

    def ask(self, **scope):
        wish = {"account": self.G.id, "database": "mkt", "table": "trades", "reason": PURPOSE}
        return self.asker.must("POST", "/requests", {**wish, **scope})["id"]

    def columns_of(self, person):
        schema = person.load(self.G.id, "mkt.trades").schema()
        return [field.name for field in schema.fields]

    def test_given_a_rule_for_two_when_two_approve_then_the_second_opens_it(self):
        first, second = self.approvers
        request = self.ask()

        shown = first.must("GET", f"/requests/{request}")
        status, half = first.approve(request)
        again, still = first.approve(request)
        done, granted = second.approve(request)

        self.assertEqual((shown["seen"]["widening"], shown["waitsFor"][0]["persons"]), (1, 2))
        self.assertEqual((status, half["state"], half["waitsFor"][0]["persons"]), (200, "open", 1))
        self.assertEqual((again, still["state"], still["waitsFor"][0]["persons"]), (200, "open", 1))
        self.assertEqual((done, granted["state"], granted["waitsFor"]), (200, "granted", []))
        self.assertIn("pnl", self.columns_of(self.analyst))

    def test_given_columns_that_no_rule_holds_when_the_admin_approves_then_they_open(self):
        request = self.ask(columns=["sym", "px"])

        status, granted = self.admin.approve(request)

        self.assertEqual((status, granted["state"]), (200, "granted"))
        self.assertEqual(self.columns_of(self.analyst), ["sym", "px"])

    def test_given_a_changed_filter_when_it_is_approved_as_it_was_then_they_are_asked_again(self):
        rows = {"FilterExpression": "trader_id = 'us'"}
        data = {"TableCatalogId": self.G.id, "DatabaseName": "mkt", "TableName": "trades"}
        data |= {"Name": "us", "RowFilter": rows, "ColumnNames": ["sym", "pnl"]}
        self.G.admin.lake.create_data_cells_filter(TableData=data)
        request = self.ask(filter="us")
        first, second = self.approvers
        first.approve(request)
        seen = second.must("GET", f"/requests/{request}")["seen"]["digest"]
        data["RowFilter"] = {"AllRowsWildcard": {}}
        self.G.admin.lake.update_data_cells_filter(TableData=data)

        status, refused = second.decide(request, seen)
        _, half = second.approve(request)

        self.assertEqual((status, refused["code"]), (409, "governance.effects-changed"))
        self.assertEqual((half["state"], half["waitsFor"][0]["persons"]), ("open", 1))

    def test_given_who_asked_and_strangers_when_they_decide_then_they_cannot(self):
        request = self.ask()
        stranger = Portal(self.quant)

        own, _ = self.asker.decide(request, "any")
        unnamed, _ = self.admin.decide(request, "any")
        hidden, _ = stranger.call("GET", f"/requests/{request}")
        foreign, _ = stranger.decide(request, "any")
        rules, _ = self.asker.call("GET", "/rules")
        blind, _ = self.approvers[0].call("POST", f"/requests/{request}/decision", GRANT)

        self.assertEqual((own, unnamed, hidden, foreign, rules), (403, 403, 404, 404, 403))
        self.assertEqual(blind, 400)


GRANT = {"decision": "grant"}

if __name__ == "__main__":
    unittest.main()
