"""Who reads what the writers wrote, by clients of its own."""

import collections

import boto3
from pyiceberg.catalog import load_catalog


class Reader:
    def __init__(self, writers):
        self.writers = writers
        session = boto3.Session()
        self.s3 = session.client("s3")
        self.iam = session.client("iam")
        self.lake = session.client("lakeformation")
        self.times = collections.Counter(self.rows())
        keys = set(self.keys())
        torn = {key for key in keys if self.get(key) != writers.content(key)}
        self.whole = keys - torn
        # What is there, acknowledged or not, and is not what one write made of it.
        self.halves = [*torn, *(number for number, times in self.times.items() if times > 1)]

    def lost(self):
        """What was acknowledged and is not there, or not whole; or is there and was removed."""
        writers = self.writers
        names = {user["UserName"] for user in pages(self.iam, "list_users", "Users")}
        granted = set(self.grantees())
        there = {
            "small": lambda number: f"s/{number}" in self.whole,
            "large": lambda number: f"l/{number}" in self.whole,
            "user": lambda number: f"{writers.mark}-{number}" in names,
            "grant": lambda number: writers.grantee(number) in granted,
            "append": lambda number: self.times[number] == 1,
        }
        left = {
            name: all_of - writers.leaving.get(name, set())
            for name, all_of in writers.acknowledged.items()
        }
        return [
            *(
                (name, one)
                for name, all_of in left.items()
                for one in all_of
                if not there[name](one)
            ),
            *(
                (f"{name} back", one)
                for name, all_of in writers.gone.items()
                for one in all_of
                if there[name](one)
            ),
        ]

    def rows(self):
        table = load_catalog("lake").load_table(self.writers.table)
        return table.scan().to_arrow()["number"].to_pylist()

    def keys(self):
        objects = pages(self.s3, "list_objects_v2", "Contents", Bucket=self.writers.bucket)
        return [one["Key"] for one in objects]

    def get(self, key):
        return self.s3.get_object(Bucket=self.writers.bucket, Key=key)["Body"].read()

    def grantees(self):
        resource = {"Database": {"Name": self.writers.database}}
        asked = {"ResourceType": "DATABASE", "Resource": resource}
        while True:
            page = self.lake.list_permissions(**asked)
            for one in page["PrincipalResourcePermissions"]:
                yield one["Principal"]["DataLakePrincipalIdentifier"]
            if "NextToken" not in page:
                return
            asked["NextToken"] = page["NextToken"]


def pages(client, operation, member, **asked):
    for page in client.get_paginator(operation).paginate(**asked):
        yield from page.get(member, [])
