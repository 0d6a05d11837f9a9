import { Agent } from 'node:http'
import { readProfile } from '../cli/src/profiles.ts'
import { startNessie } from './peers/nessie.ts'
import { startVersitygw } from './peers/versitygw.ts'
import type { Scenario } from './scenario.ts'
import { s3Client, send } from './signed-http.ts'
import { BENCH_SCHEMA } from './table.ts'
import { abreast, inTurns } from './turns.ts'

const CONNECTIONS = 8
const LOADS = 400
const COMMITS = 200
const BUCKET = 'bench-nessie'
const NAMESPACE = 'bench'

/** An Iceberg REST catalog, and how a request of ours is let in. */
interface RestCatalog {
  name: string
  /** Up to and with the prefix of the warehouse. */
  url: string
  headers: Record<string, string>
}

type Rest = (method: string, path: string, body?: object) => Promise<unknown>

/** Our Iceberg REST door and Nessie's, both durable, turn by turn in one run. */
export const measureCatalogBeside: Scenario = async ({ environment, url }) => {
  const ours = await ourCatalog(environment.MILLRACE_HOME ?? '', url)
  await using gateway = await startVersitygw()
  await s3Client(gateway, 1)({ method: 'PUT', path: `/${BUCKET}` })
  await using nessie = await startNessie({ ...gateway, bucket: BUCKET })
  const theirs = { name: 'nessie', url: `${nessie.url}/iceberg/v1/main%7Cbench`, headers: {} }
  const peers = [ours, theirs].map((catalog) => ({
    name: catalog.name,
    client: restClient(catalog),
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

async function ourCatalog(home: string, url: string): Promise<RestCatalog> {
  const { accessKeyId, secretAccessKey } = readProfile(home, 'governance-admin')
  const asked = await fetch(`${url}/iceberg/v1/oauth/tokens`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: accessKeyId,
      client_secret: secretAccessKey,
      scope: 'PRINCIPAL_ROLE:ALL',
    }),
  })
  const { access_token: token } = (await asked.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  const config = await fetch(`${url}/iceberg/v1/config`, { headers })
  const { overrides } = (await config.json()) as { overrides: { prefix: string } }
  return { name: 'millrace', url: `${url}/iceberg/v1/${overrides.prefix}`, headers }
}

function restClient({ url, headers }: RestCatalog): Rest {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  return (method, path, body) =>
    send({
      agent,
      url: url + path,
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
}
