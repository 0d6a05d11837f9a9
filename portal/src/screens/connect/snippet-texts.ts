import type { DatasetRef, DatasetSummary } from '@millrace/contract'
import type { Snippet } from '../../ui/code.tsx'

interface Place {
  /** The platform's address. */
  url: string
  dataset: DatasetRef
  kind: DatasetSummary['kind']
  /** Whose profile the shell has. */
  user: string
}

const ENVIRONMENT = 'In a shell with: eval "$(./millrace env PROFILE)"'
const PYTHON =
  'The platform’s own Python has what it needs: engine/bin/python in its home, .millrace'

/** The same read in every tool that people use. */
export function snippetsFor(place: Place): Snippet[] {
  const snippets = allSnippets(place)
  if (place.kind !== 'view') return snippets
  return snippets.filter(({ name }) => OF_VIEWS.includes(name))
}

/** What runs the text of a view, and what shows its columns. */
const OF_VIEWS = ['Spark', 'boto3', 'AWS CLI']

function allSnippets(place: Place): Snippet[] {
  const note = ENVIRONMENT.replace('PROFILE', place.user)
  const inPython = `${note}. ${PYTHON}`
  return [
    { name: 'PyIceberg', language: 'python', text: pyiceberg(place), note: inPython },
    { name: 'DuckDB', language: 'python', text: duckdb(place), note: inPython },
    { name: 'As of', language: 'python', text: asOf(place), note: `${inPython}. ${AS_OF}` },
    { name: 'Spark', language: 'python', text: spark(place), note: IN_SPARK },
    { name: 'boto3', language: 'python', text: boto3(place), note: inPython },
    { name: 'AWS CLI', language: 'shellscript', text: awsCli(place), note },
    { name: 'DuckDB SQL', language: 'sql', text: duckdbSql(place), note: duckdbNote(place) },
  ]
}

const AS_OF = 'What readers had at that instant, by your rights of now'
const IN_SPARK = 'In a notebook or pipeline of this platform; its role decides what it reads.'

function pyiceberg({ dataset: { database, table, account } }: Place): string {
  return `from pyiceberg.catalog import load_catalog

catalog = load_catalog("lake", warehouse="${account.id}")
table = catalog.load_table("${database}.${table}")
frame = table.scan(limit=1000).to_pandas()
print(frame.head())
`
}

function duckdb({ dataset: { database, table, account } }: Place): string {
  return `from pyiceberg.catalog import load_catalog

catalog = load_catalog("lake", warehouse="${account.id}")
table = catalog.load_table("${database}.${table}")
duck = table.scan().to_duckdb("dataset")
print(duck.sql("SELECT * FROM dataset LIMIT 20"))
print(duck.sql("SELECT count(*) FROM dataset"))
`
}

function asOf({ dataset: { database, table, account } }: Place): string {
  return `from datetime import datetime, timezone
from pyiceberg.catalog import load_catalog

known = datetime.now(timezone.utc)  # Any instant.
table = load_catalog("lake", warehouse="${account.id}").load_table("${database}.${table}")
snapshot = table.snapshot_as_of_timestamp(int(known.timestamp() * 1000))
print(table.scan(snapshot_id=snapshot.snapshot_id, limit=1000).to_pandas().head())
`
}

function duckdbSql({ url, dataset: { database, table, account } }: Place): string {
  return `INSTALL iceberg; LOAD iceberg;
CREATE SECRET lake (
    TYPE iceberg,
    CLIENT_ID 'your access key id',
    CLIENT_SECRET 'your secret access key',
    OAUTH2_SERVER_URI '${url}/iceberg/v1/oauth/tokens'
);
ATTACH '${account.id}' AS lake (TYPE iceberg, ENDPOINT '${url}/iceberg', SECRET lake);
SELECT * FROM lake.${quoted(database)}.${quoted(table)} LIMIT 100;
`
}

function duckdbNote({ user }: Place): string {
  return `The key pair is the one of profile ${user}; DuckDB fetches its extension once.`
}

function spark({ dataset: { database, table } }: Place): string {
  return `frame = spark.table("${database}.${table}")
frame.limit(100).show()
`
}

function boto3({ dataset: { database, table, account } }: Place): string {
  return `import boto3

glue = boto3.client("glue")
answer = glue.get_table(
    CatalogId="${account.id}",
    DatabaseName="${database}",
    Name="${table}",
)
columns = answer["Table"]["StorageDescriptor"]["Columns"]
print([(column["Name"], column["Type"]) for column in columns])
`
}

function awsCli({ dataset: { database, table, account } }: Place): string {
  return `aws glue get-table \\
    --catalog-id ${account.id} \\
    --database-name ${database} \\
    --name ${table} \\
    --query "Table.StorageDescriptor.Columns"
`
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
