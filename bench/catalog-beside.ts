import { startNessie } from './peers/nessie.ts'
import { startVersitygw } from './peers/versitygw.ts'
import { ourCatalog, type Rest, restClient } from './rest-client.ts'
import type { Scenario } from './scenario.ts'
import { s3Client } from './signed-http.ts'
import { BENCH_SCHEMA } from './table.ts'
import { abreast, inTurns } from './turns.ts'

const CONNECTIONS = 8
const LOADS = 400
const COMMITS = 200
const BUCKET = 'bench-nessie'
const NAMESPACE = 'bench'

/** Our Iceberg REST door and Nessie's, both durable, turn by turn in one run. */
export const measureCatalogBeside: Scenario = async ({ environment, url }) => {
  const ours = await ourCatalog(environment.MILLRACE_HOME ?? '', url)
  await using gateway = await startVersitygw()
  await s3Client(gateway, 1)({ method: 'PUT', path: `/${BUCKET}` })
  await using nessie = await startNessie({ ...gateway, bucket: BUCKET })
  const theirs = { name: 'nessie', url: `${nessie.url}/iceberg/v1/main%7Cbench`, headers: {} }
  const peers = [ours, theirs].map((catalog) => ({
    name: catalog.name,
    client: restClient(catalog, CONNECTIONS),
  }))
  for (const { client } of peers) await createTables(client)
  return [
    ...(await inTurns(peers, 'rest loadTable, 8 connections', 'per s', (rest) =>
      abreast(LOADS, CONNECTIONS, () => rest('GET', tablePath(0))),
    )),
    ...(await inTurns(peers, 'rest commits to 8 tables at once', 'per s', (rest, round) =>
      abreast(COMMITS, CONNECTIONS, (at, line) => commit(rest, line, `${round}-${at}`)),
    )),
  ]
}

async function createTables(rest: Rest): Promise<void> {
  await rest('POST', '/namespaces', { namespace: [NAMESPACE], properties: {} })
  for (let table = 0; table < CONNECTIONS; table += 1)
    await rest('POST', `/namespaces/${NAMESPACE}/tables`, {
      name: `rows${table}`,
      schema: BENCH_SCHEMA,
      'stage-create': false,
    })
}

function commit(rest: Rest, table: number, turn: string): Promise<unknown> {
  return rest('POST', tablePath(table), {
    identifier: { namespace: [NAMESPACE], name: `rows${table}` },
    requirements: [],
    updates: [{ action: 'set-properties', updates: { turn } }],
  })
}

function tablePath(table: number): string {
  return `/namespaces/${NAMESPACE}/tables/rows${table}`
}
