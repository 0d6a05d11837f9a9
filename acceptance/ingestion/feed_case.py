"""What the tests of ingestion share: an account with a role for feeds, and the portal's API."""

import json
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3
from far_side import Vendor
from millrace_command import make_account, millrace
from pyiceberg.catalog import load_catalog

# The clock that looks after feeds goes round every 15 s.
LOAD_SECONDS_MAX = 120
COLUMNS = [
    {"name": "day", "type": "date"},
    {"name": "place", "type": "string"},
    {"name": "count", "type": "int", "min": 0},
]


def counts(day, *values, header="day,place,count"):
    """One day's file of the vendor."""
    return "\n".join([header, *(f"{day},p{at},{one}" for at, one in enumerate(values))]) + "\n"


class FeedCase(unittest.TestCase):
    """A vendor and an account of their own; each feed has a table of its own."""

    @classmethod
    def setUpClass(cls):
        cls.vendor = Vendor()
        cls.addClassCleanup(cls.vendor.stop)
        cls.account, cls.profile = make_account("feeds")
        cls.environment = millrace("env", cls.profile, "--shell", "json")
        cls.session = boto3.Session(profile_name=cls.profile)
        cls.url = cls.session._session.get_scoped_config()["endpoint_url"].rstrip("/")
        cls.keys = cls.session.get_credentials()
        cls.token = cls.token_of(cls.keys.access_key, cls.keys.secret_key)
        cls.session.client("glue").create_database(DatabaseInput={"Name": "traffic"})
        cls.role = cls.make_role()
        name = f"counters-{uuid.uuid4().hex[:6]}"
        cls.vendor_id = cls.ask("POST", "/vendors", {"name": name})["id"]

    @classmethod
    def token_of(cls, access_key, secret_key):
        form = {"grant_type": "client_credentials", "scope": "catalog"}
        form |= {"client_id": access_key, "client_secret": secret_key}
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(cls.url + "/iceberg/v1/oauth/tokens", data) as answer:
            return json.load(answer)["access_token"]

    @classmethod
    def make_role(cls):
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        trust["Principal"] = {"Service": "ingestion.millrace"}
        may = {"Effect": "Allow", "Action": ["glue:*", "lakeformation:*", "s3:*"], "Resource": "*"}
        iam = cls.session.client("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = iam.create_role(RoleName="feeds", AssumeRolePolicyDocument=document)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
        iam.put_role_policy(RoleName="feeds", PolicyName="own", PolicyDocument=policy)
        return role["Role"]["Arn"]

    @classmethod
    def ask(cls, method, path, body=None):
        headers = {"Authorization": f"Bearer {cls.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{cls.url}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{method} {path}: {error.read().decode()}") from error

    def feed(self, name, connection, directory, password=None, **more):
        """A feed of daily counts into the table of its name; answers its id."""
        secret = {"password": password or self.vendor.facts["sftp"]["password"]}
        body = {"connection": connection, "secret": secret}
        self.agreement = self.ask("POST", f"/vendors/{self.vendor_id}/agreements", body)["id"]
        return self.feed_of(self.agreement, name, directory, **more)

    def feed_of(self, agreement, name, directory, **more):
        definition = {
            "source": {"directory": directory, "pattern": "counts-{date}.csv"},
            "complete": {"rule": "ready-file", "suffix": ".ready"},
            "columns": COLUMNS,
            "key": ["day", "place"],
            "event": {"column": "day", "zone": "UTC", "withinSlice": True},
            "pollSeconds": 1,
            "target": {"accountId": self.account, "database": "traffic", "table": name},
        }
        feed = {"agreementId": agreement, "name": name.replace("_", "-"), "roleArn": self.role}
        return self.ask("POST", "/feeds", {**feed, "definition": {**definition, **more}})["id"]

    def sftp(self, **other):
        facts = self.vendor.facts["sftp"]
        known = {key: facts[key] for key in ("host", "port", "user", "hostKeySha256")}
        return {"method": "sftp", **known, **other}

    def until(self, what, look):
        """What `look` answers when it is true at last."""
        deadline = time.monotonic() + LOAD_SECONDS_MAX
        while not (found := look()):
            if time.monotonic() > deadline:
                feeds = self.ask("GET", "/feeds")["items"]
                told = [(one["name"], one.get("lastError")) for one in feeds]
                raise AssertionError(f"{what} did not happen; feeds say {told}")
            time.sleep(0.3)
        return found

    def delivery(self, feed, day, state="loaded", vintages=1):
        """One day of a feed, once it has so many vintages and the newest is in that state."""

        def look():
            for one in self.ask("GET", f"/feeds/{feed}/deliveries")["items"]:
                if (one["slice"], one["vintages"]) == (day, vintages):
                    found = self.ask("GET", f"/deliveries/{one['id']}")
                    if found["vintages"][0]["state"] == state:
                        return found
            return None

        return self.until(f"{day} {state} with {vintages} vintages", look)

    def table(self, name):
        options = {
            "type": "rest",
            "uri": self.environment["PYICEBERG_CATALOG__LAKE__URI"],
            "warehouse": self.account,
            "credential": self.environment["PYICEBERG_CATALOG__LAKE__CREDENTIAL"],
        }
        return load_catalog(f"lake-{uuid.uuid4().hex}", **options).load_table(("traffic", name))

    def counts_in(self, name, snapshot_id=None):
        """Of each place, as DuckDB reads it."""
        duckdb = self.table(name).scan(snapshot_id=snapshot_id).to_duckdb("t")
        return duckdb.sql('SELECT "day"::VARCHAR, place, "count" FROM t ORDER BY ALL').fetchall()
