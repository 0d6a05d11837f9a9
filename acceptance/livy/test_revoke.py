"""A director revokes while a notebook runs."""

import json
import unittest
import urllib.parse
import urllib.request

import boto3
from livy_case import Livy
from millrace_command import make_account, millrace

ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
CLOSED = {"CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []}


class Revoke(unittest.TestCase):
    """The director governs an account, quant works in it."""

    def setUp(self):
        self.account, self.profile = make_account("revoked")
        self.director = boto3.Session(profile_name=self.profile)
        scoped = self.director._session.get_scoped_config()
        self.endpoint = scoped["endpoint_url"].rstrip("/")
        self.director_arn = f"arn:aws:iam::{self.account}:user/admin"
        admins = [{"DataLakePrincipalIdentifier": self.director_arn}]
        self.lake = self.client("lakeformation")
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": admins, **CLOSED})
        self.make_table()
        self.make_quant()

    def client(self, service):
        return self.director.client(service, endpoint_url=self.endpoint)

    def make_table(self):
        steward = Livy(self.director)
        session = steward.open()
        self.addCleanup(steward.close, session)
        steward.text(session, "spark.sql('CREATE NAMESPACE own.mkt')")
        made = "spark.range(10).writeTo('own.mkt.trades').create()"
        steward.text(session, made)

    def make_quant(self):
        iam = self.client("iam")
        iam.create_user(UserName="quant")
        iam.put_user_policy(UserName="quant", PolicyName="all", PolicyDocument=json.dumps(ALL))
        key = iam.create_access_key(UserName="quant")["AccessKey"]
        self.keys = (key["AccessKeyId"], key["SecretAccessKey"])
        self.quant_arn = f"arn:aws:iam::{self.account}:user/quant"
        self.select = {
            "Principal": {"DataLakePrincipalIdentifier": self.quant_arn},
            "Resource": {"Table": {"DatabaseName": "mkt", "Name": "trades"}},
            "Permissions": ["SELECT"],
        }
        self.lake.grant_permissions(**self.select)

    def explained(self):
        """What quant is told by the API."""
        form = {"grant_type": "client_credentials", "scope": "catalog"}
        form |= {"client_id": self.keys[0], "client_secret": self.keys[1]}
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{self.endpoint}/iceberg/v1/oauth/tokens", data) as answer:
            token = json.load(answer)["access_token"]
        query = {"account": self.account, "database": "mkt", "table": "trades"}
        url = f"{self.endpoint}/api/v1/access/explanation?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def test_the_next_read_fails_and_why_says_who_and_what_would_restore_it(self):
        quant = Livy(boto3.Session(*self.keys, region_name="us-east-1"), self.endpoint)
        session = quant.open()
        self.addCleanup(quant.close, session)
        read = "spark.table('own.mkt.trades').agg({'id': 'sum'}).collect()[0][0]"
        self.assertEqual(quant.text(session, read), "45")

        self.lake.revoke_permissions(**self.select)
        output = quant.run(session, read)["output"]

        self.assertEqual(output["status"], "error")
        self.assertRegex(output["evalue"], "`own`.`mkt`.`trades` cannot be found")
        asked = (self.quant_arn, f"{self.account}/mkt.trades", "--profile", self.profile)
        told = millrace("explain", *asked, "--json")
        for why in (self.explained(), told):
            self.assertEqual(why["verdict"], "denied")
            (gone,) = why["removed"]
            self.assertEqual(gone["grant"], "SELECT on mkt.trades")
            self.assertEqual(gone["removedBy"], self.director_arn)
            self.assertIn(f'"{self.director_arn}" took back SELECT on mkt.trades', why["summary"])
            self.assertEqual(why["request"], {"permissions": ["SELECT"], "resource": "mkt.trades"})
            self.assertEqual([one["name"] for one in why["approvers"]], ["admin"])
        # What is asked for in these words gives it back.
        database, table = why["request"]["resource"].split(".")
        on = {"Table": {"DatabaseName": database, "Name": table}}
        self.lake.grant_permissions(
            Principal=self.select["Principal"],
            Resource=on,
            Permissions=why["request"]["permissions"],
        )
        self.assertEqual(quant.text(session, read), "45")
        self.assertEqual(self.explained()["verdict"], "allowed")


if __name__ == "__main__":
    unittest.main()
