import type { DatasetRef } from '@millrace/contract'
import type { Snippet } from '../../ui/code.tsx'

interface Place {
  /** The platform's address. */
  url: string
  dataset: DatasetRef
  /** Whose profile the shell has. */
  user: string
}

const ENVIRONMENT = 'Run it in a shell with: eval "$(npx --no-install millrace env PROFILE)"'

/** The same read in every tool that people use. */
export function snippetsFor(place: Place): Snippet[] {
  const note = ENVIRONMENT.replace('PROFILE', place.user)
  return [
    { name: 'PyIceberg', language: 'python', text: pyiceberg(place), note },
    { name: 'DuckDB', language: 'sql', text: duckdb(place), note: duckdbNote(place) },
    {
      name: 'Spark',
      language: 'python',
      text: spark(place),
      note: 'In a notebook or pipeline of this platform; its role decides what it reads.',
    },
    { name: 'boto3', language: 'python', text: boto3(place), note },
    { name: 'AWS CLI', language: 'shellscript', text: awsCli(place), note },
  ]
}

function pyiceberg({ dataset: { database, table, account } }: Place): string {
  return `from pyiceberg.catalog import load_catalog

catalog = load_catalog("lake", warehouse="${account.id}")
table = catalog.load_table("${database}.${table}")
frame = table.scan(limit=1000).to_pandas()
print(frame.head())
`
}

function duckdb({ url, dataset: { database, table, account } }: Place): string {
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
  return `The key pair is the one of profile ${user} in your credentials file.`
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
for column in answer["Table"]["StorageDescriptor"]["Columns"]:
    print(column["Name"], column["Type"])
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
