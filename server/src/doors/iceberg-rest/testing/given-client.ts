import assert from 'node:assert/strict'
import { systemClock } from '../../../foundation/clock.ts'
import { givenDoor } from '../../../testing/door.ts'
import { type Admin, type GivenLake, givenLake } from '../../../testing/lake.ts'
import { createIcebergRestDoor } from '../index.ts'

export interface Client extends AsyncDisposable {
  lake: GivenLake
  url: string
  as(admin: Admin): Promise<Ask>
}

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Answer; headers: Headers }>
// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape.
export type Answer = any

export async function givenClient(): Promise<Client> {
  const lake = await givenLake()
  const door = createIcebergRestDoor({
    ...lake,
    clock: systemClock,
    log: lake.database.log,
    region: 'us-east-1',
    storageEndpoint: () => 'http://127.0.0.1:8470',
  })
  const served = await givenDoor(door)
  return {
    lake,
    url: served.url,
    as: async (admin) => {
      const token = await tokenOf(served.url, admin)
      return (method, path, body, headers) =>
        ask(served.url, { method, path, body, headers: { authorization: token, ...headers } })
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await lake[Symbol.asyncDispose]()
    },
  }
}

export async function tokenOf(
  url: string,
  { accessKeyId, secretAccessKey }: Admin,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: accessKeyId,
    client_secret: secretAccessKey,
    scope: 'catalog',
  })
  const response = await fetch(`${url}/iceberg/v1/oauth/tokens`, { method: 'POST', body: form })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return `Bearer ${token}`
}

async function ask(
  url: string,
  {
    method,
    path,
    body,
    headers,
  }: Record<'method' | 'path', string> & {
    body?: unknown
    headers: Record<string, string>
  },
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/iceberg/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: text }),
  })
  const answer = await response.text()
  const parsed = answer === '' ? undefined : (JSON.parse(answer) as Answer)
  return { status: response.status, body: parsed, headers: response.headers }
}

export const table = {
  name: 'flights',
  location: null,
  schema: {
    type: 'struct',
    'schema-id': 0,
    fields: [
      { id: 1, name: 'day', required: false, type: 'date' },
      { id: 2, name: 'delay', required: false, type: 'long' },
    ],
  },
  'partition-spec': null,
  'write-order': null,
  properties: { owner: 'ana' },
  'stage-create': false,
}

export async function givenTable(client: Client) {
  const ask = await client.as(client.lake.home)
  const root = `/${client.lake.home.accountId}`
  await ask('POST', `${root}/namespaces`, { namespace: ['mobility'] })
  const created = await ask('POST', `${root}/namespaces/mobility/tables`, table)
  assert.equal(created.status, 200)
  return {
    ask,
    root,
    at: `${root}/namespaces/mobility/tables/flights`,
    created: created.body,
    table,
  }
}
