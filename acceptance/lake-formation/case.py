"""What each case begins with, and the words in which cases are told."""

import unittest

import pyarrow as pa
from botocore.exceptions import ClientError
from mesh import mesh
from pyiceberg.exceptions import ForbiddenError, NoSuchNamespaceError, NoSuchTableError
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DoubleType, LongType, NestedField, StringType

DENIED = "AccessDeniedException"
INVALID = "InvalidInputException"
NOT_FOUND = "EntityNotFoundException"

TAGS = {
    "domain": ["market", "research", "ops"],
    "sens": ["public", "internal", "restricted"],
    "region": ["us", "eu"],
}
KINDS = {"px": DoubleType(), "qty": LongType(), "pnl": DoubleType()}
KINDS |= {"bid": DoubleType(), "ask": DoubleType()}
COLUMNS = {"trades": ["sym", "px", "qty", "trader_id", "pnl", "dt"]}
COLUMNS["quotes"] = ["sym", "bid", "ask"]
EVERY = COLUMNS["trades"]
# In cases of rows `trader_id` is the desk, the region or the department, `sym` the country.
ROWS = {
    "trades": [
        ("ABC", 1.0, 10, "us", 5.0, "2026-01-02"),
        ("ABC", 2.0, 20, "eu", None, "2026-01-02"),
        ("XYZ", 3.0, 30, "us", -7.0, "2026-01-02"),
        ("XYZ", 4.0, 40, "ap", 8.0, "2026-01-02"),
    ],
    "quotes": [("ABC", 1.0, 1.5), ("XYZ", 3.0, 3.5)],
}


def schema_of(columns):
    fields = [
        NestedField(index + 1, name, KINDS.get(name, StringType()), required=False)
        for index, name in enumerate(columns)
    ]
    return Schema(*fields)


class Case(unittest.TestCase):
    """Each test begins in the base state, and leaves nothing of what it granted."""

    maxDiff = None

    def setUp(self):
        self.mesh = mesh()
        self.G, self.P, self.C, self.X = self.mesh.G, self.mesh.P, self.mesh.C, self.mesh.X
        self.analyst, self.steward, self.ro = self.mesh.analyst, self.mesh.steward, self.mesh.ro
        self.eng, self.quant, self.intern = self.mesh.eng, self.mesh.quant, self.mesh.intern
        self.addCleanup(self.clear)
        for key, values in TAGS.items():
            self.G.admin.lake.create_lf_tag(TagKey=key, TagValues=values)
        self.make_databases()
        for name in ("trades", "quotes"):
            self.make_table(self.eng, name, COLUMNS[name], ROWS[name])

    def make_databases(self):
        """P/eng makes `mkt`, by rights that are taken back."""
        catalog, place = {"Catalog": {}}, self.location(self.mesh.lake)
        self.grant(self.eng, catalog, "CREATE_DATABASE")
        self.grant(self.eng, place, "DATA_LOCATION_ACCESS")
        given = {"Name": "mkt", "LocationUri": f"{self.mesh.lake}/mkt/"}
        self.eng.glue.create_database(CatalogId=self.G.id, DatabaseInput=given)
        self.revoke(self.eng, catalog, "CREATE_DATABASE")
        self.revoke(self.eng, place, "DATA_LOCATION_ACCESS")
        self.tag(self.database(), domain="market", sens="internal")
        self.G.admin.glue.create_database(DatabaseInput={"Name": "lab"})
        self.tag(self.database("lab"), domain="research")

    def make_table(self, person, name, columns, rows=(), database="mkt", **options):
        """An Iceberg table in G's catalog, made and filled by somebody who may."""
        schema = schema_of(columns)
        if "dt" in columns:
            source = columns.index("dt") + 1
            field = PartitionField(source, 1000, IdentityTransform(), "dt")
            options["partition_spec"] = PartitionSpec(field)
        catalog = person.catalog(self.G.id)
        table = catalog.create_table((database, name), schema=schema, **options)
        if rows:
            columns = zip(*rows, strict=True)
            table.append(pa.table(list(map(list, columns)), schema=schema.as_arrow()))
        return table

    def clear(self):
        """Databases go with all that hangs on them; then what was granted by tags or on tags."""
        for account in (self.G, self.P, self.C, self.X):
            self.drop_databases(account)
        for account in (self.P, self.C, self.X, self.G):
            self.revoke_all(account)
        self.mesh.settle()
        for policy in self.G.admin.lake.list_rls_policies()["RLSPolicies"]:
            self.G.admin.lake.delete_rls_policy(Name=policy["Name"])
        for tag in self.G.admin.lake.list_lf_tags()["LFTags"]:
            self.G.admin.lake.delete_lf_tag(TagKey=tag["TagKey"])

    def drop_databases(self, account):
        admin = account.admin
        for database in admin.glue.get_databases()["DatabaseList"]:
            name = database["Name"]
            self.grant(admin, {"Database": {"Name": name}}, "DROP", by=admin)
            admin.glue.delete_database(Name=name)

    def revoke_all(self, account):
        """What the account has granted on G's catalog; rows of creators of tags go with these."""
        lake = account.admin.lake
        for row in lake.list_permissions(CatalogId=self.G.id)["PrincipalResourcePermissions"]:
            own = f":{account.id}:" in row["LastUpdatedBy"]
            if own and "LFTag" not in row["Resource"]:
                lake.revoke_permissions(
                    CatalogId=self.G.id,
                    Principal=row["Principal"],
                    Resource=row["Resource"],
                    Permissions=row["Permissions"],
                )

    # Resources of G's catalog.

    def database(self, name="mkt"):
        return {"Database": {"CatalogId": self.G.id, "Name": name}}

    def table(self, name="trades", database="mkt"):
        return {"Table": {"CatalogId": self.G.id, "DatabaseName": database, "Name": name}}

    def every_table(self, database="mkt"):
        what = {"CatalogId": self.G.id, "DatabaseName": database, "TableWildcard": {}}
        return {"Table": what}

    def columns(self, *names, table="trades"):
        what = {"DatabaseName": "mkt", "Name": table, "ColumnNames": list(names)}
        return {"TableWithColumns": {"CatalogId": self.G.id, **what}}

    def all_but(self, *names, table="trades"):
        wildcard = {"ExcludedColumnNames": list(names)}
        what = {"DatabaseName": "mkt", "Name": table, "ColumnWildcard": wildcard}
        return {"TableWithColumns": {"CatalogId": self.G.id, **what}}

    def location(self, place):
        arn = place.replace("s3://", "arn:aws:s3:::")
        return {"DataLocation": {"CatalogId": self.G.id, "ResourceArn": arn}}

    def values(self, key, *values):
        return {"LFTag": {"CatalogId": self.G.id, "TagKey": key, "TagValues": list(values)}}

    def policy(self, kind, **pairs):
        def listed(values):
            return [values] if isinstance(values, str) else values

        expression = [{"TagKey": key, "TagValues": listed(value)} for key, value in pairs.items()]
        what = {"CatalogId": self.G.id, "ResourceType": kind, "Expression": expression}
        return {"LFTagPolicy": what}

    def tables_by(self, **pairs):
        return self.policy("TABLE", **pairs)

    def databases_by(self, **pairs):
        return self.policy("DATABASE", **pairs)

    def cells(self, name, table="trades"):
        what = {"TableCatalogId": self.G.id, "DatabaseName": "mkt", "TableName": table}
        return {"DataCellsFilter": {**what, "Name": name}}

    # What people do.

    def grant(self, to, resource, *permissions, wgo=(), by=None, **more):
        """`to` is a person, an account or an identifier; without `by` it is G's admin's doing."""
        name = getattr(to, "arn", None) or getattr(to, "id", to)
        (by or self.G.admin).lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": name},
            Resource=resource,
            Permissions=list(permissions),
            PermissionsWithGrantOption=list(wgo),
            **more,
        )

    def revoke(self, to, resource, *permissions, by=None):
        name = getattr(to, "arn", None) or getattr(to, "id", to)
        (by or self.G.admin).lake.revoke_permissions(
            Principal={"DataLakePrincipalIdentifier": name},
            Resource=resource,
            Permissions=list(permissions),
        )

    def tag(self, resource, by=None, **pairs):
        """The codes of what failed."""
        wire = [{"TagKey": key, "TagValues": [value]} for key, value in pairs.items()]
        lake = (by or self.G.admin).lake
        failures = lake.add_lf_tags_to_resource(Resource=resource, LFTags=wire)["Failures"]
        return [failure["Error"]["ErrorCode"] for failure in failures]

    def untag(self, resource, **pairs):
        wire = [{"TagKey": key, "TagValues": [value]} for key, value in pairs.items()]
        lake = self.G.admin.lake
        failures = lake.remove_lf_tags_from_resource(Resource=resource, LFTags=wire)["Failures"]
        return [failure["Error"]["ErrorCode"] for failure in failures]

    def filter(self, name, columns=None, rows=None, by=None, **more):
        filtered = {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}}
        chosen = {"ColumnNames": columns} if columns else {"ColumnWildcard": {}}
        data = {**self.cells(name, **more)["DataCellsFilter"], "RowFilter": filtered, **chosen}
        (by or self.G.admin).lake.create_data_cells_filter(TableData=data)

    def granted_filter(self, to, name, columns=None, rows=None):
        self.filter(name, columns, rows)
        self.grant(to, self.cells(name), "SELECT")

    def get_table(self, person, name="trades", database="mkt"):
        place = {"CatalogId": self.G.id, "DatabaseName": database}
        return person.glue.get_table(**place, Name=name)["Table"]

    def seen(self, person, name="trades", database="mkt"):
        """Names of the columns that GetTable shows."""
        descriptor = self.get_table(person, name, database)["StorageDescriptor"]
        return [column["Name"] for column in descriptor["Columns"]]

    def databases_of(self, person):
        found = person.glue.get_databases(CatalogId=self.G.id)["DatabaseList"]
        return [database["Name"] for database in found]

    def tables_of(self, person, database="mkt"):
        found = person.glue.get_tables(CatalogId=self.G.id, DatabaseName=database)
        return [table["Name"] for table in found["TableList"]]

    def read(self, person, name="trades", database="mkt"):
        """What really comes out of the files by the keys that are handed out."""
        return person.load(self.G.id, (database, name)).scan().to_arrow()

    def selected(self, person, *columns, name="trades"):
        """Sorted rows of these columns."""
        rows = self.read(person, name).select(list(columns)).to_pylist()
        return sorted((tuple(row.values()) for row in rows), key=repr)

    # What is expected.

    def reads(self, person, *columns, name="trades", database="mkt", rows=None):
        """Exactly these columns, of all rows where no number is told."""
        read = self.read(person, name, database)
        self.assertEqual(read.column_names, list(columns or COLUMNS[name]))
        self.assertEqual(read.num_rows, len(ROWS[name]) if rows is None else rows)

    def reads_nothing(self, person, name="trades", database="mkt"):
        absent = (NoSuchTableError, NoSuchNamespaceError, ForbiddenError)
        try:
            table = person.load(self.G.id, (database, name))
        except absent:
            return
        # Whoever may only DESCRIBE gets no keys for the files.
        self.assertNotIn("s3.access-key-id", table.io.properties)
        with self.assertRaisesRegex(OSError, "ACCESS_DENIED|403|AccessDenied"):
            table.scan().to_arrow()

    def refused(self, code, operation, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            operation(*arguments, **named)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error["Message"])
        return error["Message"]
