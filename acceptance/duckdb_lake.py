"""DuckDB with its own Iceberg extension, attached to the REST catalog."""

import importlib.util
import pathlib

import duckdb

EXTENSIONS = ("httpfs", "avro", "iceberg")


def extension(name):
    """The signed file, as a wheel brings it."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    return next(pathlib.Path(found.origin).parent.glob(f"extensions/*/{name}.duckdb_extension"))


def attached(account, uri, credential):
    """A connection that knows the catalog of an account as `lake`."""
    duck = duckdb.connect()
    for name in EXTENSIONS:
        duck.execute(f"LOAD '{extension(name)}'")
    key, _, secret = credential.partition(":")
    duck.execute(
        f"CREATE SECRET lake (TYPE iceberg, CLIENT_ID '{key}', CLIENT_SECRET '{secret}', "
        f"OAUTH2_SERVER_URI '{uri}/v1/oauth/tokens')"
    )
    duck.execute(f"ATTACH '{account}' AS lake (TYPE iceberg, ENDPOINT '{uri}')")
    return duck
