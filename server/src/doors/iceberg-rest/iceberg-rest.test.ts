import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FROM_HOST } from '../../testing/identity.ts'
import { loseConnection } from '../../testing/lose-connection.ts'
import { signedHeaders } from '../../testing/sign.ts'
import { givenClient, givenTable, table, tokenOf } from './testing/given-client.ts'

const golden = (name: string) => readFileSync(join(import.meta.dirname, 'golden', name), 'utf8')
test('given an access key pair, when a client signs in, then it gets its catalog', async () => {
  await using client = await givenClient()
  const { home } = client.lake
  const ask = await client.as(home)

  const config = await ask('GET', `/config?warehouse=${home.accountId}`)

  assert.equal(config.body.overrides.prefix, home.accountId)
  assert.equal(config.body.defaults['s3.endpoint'], 'http://127.0.0.1:8470')
  assert.ok(config.body.endpoints.includes('GET /v1/{prefix}/namespaces/{namespace}/tables'))
  assert.equal((await ask('GET', '/config?warehouse=lake')).status, 400)
})

test('given wrong secrets and tokens, when presented, then they are refused alike', async () => {
  await using client = await givenClient()
  const { home } = client.lake
  const sign = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${client.url}/iceberg/v1/oauth/tokens`, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers,
    })
  const pair = (id: string, secret: string) => ({ client_id: id, client_secret: secret })
  const grant_type = 'client_credentials'
  const basic = Buffer.from(`${home.accessKeyId}:${home.secretAccessKey}`).toString('base64')

  const wrong = await sign({ grant_type, ...pair(home.accessKeyId, 'x') })
  const unknown = await sign({ grant_type, ...pair('AKIAXXXXXXXXXXXXXXXX', 'x') })
  const byBasic = await sign({ grant_type }, { authorization: `Basic ${basic}` })
  const ask = await client.as(home)

  assert.deepEqual(await wrong.json(), await unknown.json())
  assert.equal(wrong.status, 401)
  assert.equal(byBasic.status, 200)
  for (const authorization of ['Bearer x', 'Basic x', 'Bearer '])
    assert.equal((await ask('GET', '/config', undefined, { authorization })).status, 401)
})

test('given a token, when it is exchanged, then the new one is good', async () => {
  await using client = await givenClient()
  const { home } = client.lake
  const token = (await tokenOf(client.url, home)).slice('Bearer '.length)
  const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'

  const response = await fetch(`${client.url}/iceberg/v1/oauth/tokens`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type, subject_token: token }),
  })

  const { access_token: fresh } = (await response.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${fresh}` }
  const config = await fetch(`${client.url}/iceberg/v1/config`, { headers })
  assert.equal(config.status, 200)
})

test('given a signature of glue, when it is checked, then other services are refused', async () => {
  await using client = await givenClient()
  const url = `${client.url}/iceberg/v1/config`
  const request = { url, method: 'GET' }

  const signed = await fetch(url, { headers: signedHeaders(client.lake.home, 'glue', request) })
  const other = await fetch(url, { headers: signedHeaders(client.lake.home, 'sts', request) })

  assert.equal(signed.status, 200)
  assert.equal(other.status, 401)
})

test('given a table, when PyIceberg appends to it, then the commit is kept whole', async () => {
  await using client = await givenClient()
  const { ask, at, created } = await givenTable(client)
  const body = golden('pyiceberg-0.12-append.json')
    .replaceAll('TABLE_UUID', created.metadata['table-uuid'])
    .replaceAll('TABLE_LOCATION', created.metadata.location)

  const committed = await ask('POST', at, body)
  const again = await ask('POST', at, body)
  const token = await client.as(client.lake.home)
  const text = await token('GET', at)

  assert.equal(committed.status, 200)
  assert.equal(again.status, 409)
  assert.equal(again.body.error.type, 'CommitFailedException')
  const snapshots = text.body.metadata.snapshots
  assert.equal(snapshots.length, 1)
})

test('given a loaded table, when it is asked for again, then it is not sent again', async () => {
  await using client = await givenClient()
  const { ask, at } = await givenTable(client)

  const loaded = await ask('GET', at)
  const etag = loaded.headers.get('etag') ?? ''
  const again = await Promise.all(
    [etag, `W/${etag}`, `"other", ${etag}`, '*'].map((tags) =>
      ask('GET', at, undefined, { 'if-none-match': tags }),
    ),
  )
  const other = await ask('GET', at, undefined, { 'if-none-match': '"other"' })
  const refs = await ask('GET', `${at}?snapshots=refs`)

  assert.deepEqual(new Set(again.map(({ status }) => status)), new Set([304]))
  assert.equal(other.status, 200)
  assert.deepEqual(refs.body.metadata.snapshots, [])
  assert.notEqual(refs.headers.get('etag'), etag)
})

test('given delegation, when a table is loaded, then its keys open its files alone', async () => {
  await using client = await givenClient()
  const { ask, at, created } = await givenTable(client)
  const delegation = { 'x-iceberg-access-delegation': 'vended-credentials' }

  const plain = await ask('GET', at)
  const vended = await ask('GET', at, undefined, delegation)
  const fresh = await ask('GET', `${at}/credentials`)

  assert.equal(plain.body.config['s3.access-key-id'], undefined)
  const [credential] = vended.body['storage-credentials']
  assert.equal(credential.prefix, `${created.metadata.location}/`)
  assert.ok(credential.config['s3.session-token'])
  assert.equal(fresh.body['storage-credentials'].length, 1)
  const { caller } = await client.lake.identity.authenticate(
    {
      accessKeyId: credential.config['s3.access-key-id'],
      sessionToken: credential.config['s3.session-token'],
    },
    FROM_HOST,
    { storage: true },
  )
  const ref = { accountId: client.lake.home.accountId, database: 'mobility', table: 'flights' }
  await assert.rejects(client.lake.catalog.loadTable(caller, ref))
})

test('given a stranger, when they look at a catalog, then it is as if empty', async () => {
  await using client = await givenClient()
  const { root, at } = await givenTable(client)
  const eve = await client.as(client.lake.stranger)

  const answers = [
    await eve('GET', at),
    await eve('GET', `${root}/namespaces/mobility/tables/absent`),
    await eve('GET', `${root}/namespaces/mobility`),
    await eve('GET', `${root}/namespaces/mobility/tables`),
    await eve('DELETE', at),
    await eve('POST', at, { requirements: [], updates: [] }),
  ]

  for (const { status } of answers) assert.equal(status, 404)
  assert.deepEqual((await eve('GET', `${root}/namespaces`)).body, { namespaces: [] })
})

const named = (column: string) => ({
  ...table,
  name: 'odd',
  schema: { ...table.schema, fields: [{ id: 1, name: column, required: false, type: 'int' }] },
})

test('given requests that make no sense, when they come, then each gets a clear no', async () => {
  await using client = await givenClient()
  const { ask, root, at } = await givenTable(client)
  const cases: [number, string, string, unknown?][] = [
    [400, 'POST', `${root}/namespaces`, '{'],
    [404, 'POST', `${root}/namespaces`, { namespace: ['a', 'b'] }],
    [400, 'POST', `${root}/namespaces`, { namespace: ['a/b'] }],
    [400, 'POST', `${root}/namespaces`, { namespace: ['mobility', ''] }],
    [400, 'POST', `${root}/namespaces`, { namespace: ['a\u001fb'] }],
    [404, 'GET', `${root}/namespaces/a%2Fb`],
    [400, 'POST', `${root}/namespaces`, { namespace: 'a' }],
    [400, 'POST', `${root}/namespaces/mobility/tables`, { ...table, schema: { type: 'struct' } }],
    [400, 'POST', at, { requirements: [], updates: [{ action: 'become-root' }] }],
    [400, 'POST', at, { requirements: [], updates: [{ action: 'add-snapshot', snapshot: 7 }] }],
    [400, 'POST', at, { requirements: [], updates: [{ action: 'set-properties' }] }],
    [400, 'POST', at, { requirements: [{ type: 'assert-luck' }], updates: [] }],
    [400, 'GET', `${root}/namespaces?pageToken=%00`],
    [404, 'GET', `${root}/namespaces?parent=a&parent=b`],
    [400, 'GET', `${root}/namespaces?pageSize=0&pageSize=b`],
    [400, 'POST', `${root}/namespaces/mobility/tables`, named('a\0')],
    [400, 'POST', `${root}/namespaces/mobility/tables`, named('\ud800')],
    [400, 'GET', `${root}/namespaces/%00`],
    [404, 'GET', `${root}/namespaces/a%1Fb`],
    [406, 'GET', `${root}/namespaces/mobility/functions`],
    [406, 'PATCH', at, {}],
  ]
  for (const [status, method, path, body] of cases) {
    const answer = await ask(method, path, body)
    assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)}`)
    assert.equal(answer.body.error.code, status)
  }
})

test('given commits that would break a table, when they come, then it stays', async () => {
  await using client = await givenClient()
  const { ask, at } = await givenTable(client)
  const snapshot = {
    'snapshot-id': 5,
    'timestamp-ms': Date.now(),
    'manifest-list': 's3://nowhere/5.avro',
    summary: { operation: 'append' },
  }
  const order = { 'order-id': 1, fields: [{ 'source-id': 1, transform: 'identity' }] }
  const statistics = { 'snapshot-id': 5 }
  const breaking = [
    { action: 'add-snapshot', snapshot },
    { action: 'add-snapshot', snapshot: { ...snapshot, 'sequence-number': 2 ** 53 - 1 } },
    { action: 'add-sort-order', 'sort-order': order },
    { action: 'set-statistics', statistics },
  ]
  const before = await ask('GET', at)

  for (const update of breaking) {
    const refused = await ask('POST', at, { requirements: [], updates: [update] })
    assert.equal(refused.status, 400, JSON.stringify(update))
    assert.equal(refused.body.error.type, 'ValidationException')
  }
  const after = await ask('GET', at)
  assert.deepEqual(after.body.metadata, before.body.metadata)
})

test('given a namespace and a table, when renamed and dropped, then they follow', async () => {
  await using client = await givenClient()
  const { ask, root, at } = await givenTable(client)
  const named = (name: string) => ({ namespace: ['mobility'], name })
  const rename = { source: named('flights'), destination: named('departures') }

  assert.equal((await ask('DELETE', `${root}/namespaces/mobility`)).status, 409)
  assert.equal((await ask('POST', `${root}/tables/rename`, rename)).status, 204)
  const listed = await ask('GET', `${root}/namespaces/mobility/tables?pageToken=`)
  assert.deepEqual(listed.body, { identifiers: [named('departures')] })
  assert.equal((await ask('HEAD', at)).status, 404)
  const gone = `${root}/namespaces/mobility/tables/departures?purgeRequested=True`
  assert.equal((await ask('DELETE', gone)).status, 204)
  assert.equal((await ask('DELETE', `${root}/namespaces/mobility`)).status, 204)
})

test('given a namespace within another, when a view is there, then both are found', async () => {
  await using client = await givenClient()
  const { ask, root } = await givenTable(client)
  const namespace = ['mobility', 'air.cargo']
  const at = `${root}/namespaces/mobility%1Fair.cargo`
  const properties = { owner: 'ana' }
  const version = {
    ...{ 'version-id': 1, 'schema-id': 0, 'timestamp-ms': 1, summary: {} },
    representations: [{ type: 'sql', dialect: 'spark', sql: 'SELECT 1' }],
    'default-namespace': namespace,
  }
  const view = { name: 'late', schema: table.schema, 'view-version': version, properties: {} }

  const created = await ask('POST', `${root}/namespaces`, { namespace, properties })
  assert.deepEqual(created.body, { namespace, properties })
  assert.equal((await ask('POST', `${at}/views`, view)).status, 200)
  assert.equal((await ask('POST', `${at}/tables`, { ...table, name: 'late' })).status, 409)

  const inner = await ask('GET', `${root}/namespaces?parent=mobility`)
  assert.deepEqual(inner.body, { namespaces: [namespace] })
  const identifiers = [{ namespace, name: 'late' }]
  assert.deepEqual((await ask('GET', `${at}/views`)).body, { identifiers })
  assert.deepEqual((await ask('GET', `${at}/tables`)).body, { identifiers: [] })
  const loaded = await ask('GET', `${at}/views/late`)
  assert.deepEqual(loaded.body.metadata.versions, [version])
  assert.equal((await ask('HEAD', `${at}/views/none`)).status, 404)
  assert.equal((await ask('DELETE', `${root}/namespaces/mobility`)).status, 409)
})

test('given a dropped table, when its metadata is registered, then it is loaded', async () => {
  await using client = await givenClient()
  const { ask, root, at, created } = await givenTable(client)
  await ask('DELETE', at)
  const register = { name: 'again', 'metadata-location': created['metadata-location'] }

  const registered = await ask('POST', `${root}/namespaces/mobility/register`, register)

  assert.deepEqual(registered.body.metadata, created.metadata)
  assert.equal((await ask('HEAD', `${root}/namespaces/mobility/tables/again`)).status, 204)
  const elsewhere = { ...register, name: 'other', 'metadata-location': 'file:/etc/passwd' }
  const refused = await ask('POST', `${root}/namespaces/mobility/register`, elsewhere)
  assert.equal(refused.status, 400)
})

test('given a lost connection, when answered, then only what did nothing is 503', async () => {
  await using client = await givenClient()
  const { home } = client.lake
  const asAdmin = await client.as(home)
  const { pool } = client.lake.database
  const databases = `/${home.accountId}/namespaces`
  const lost = (method: string, body?: object) =>
    loseConnection(pool, 'catalog.databases', () => asAdmin(method, databases, body))

  const read = await lost('GET')
  const written = await lost('POST', { namespace: ['sales'] })

  assert.deepEqual([read.status, read.headers.get('retry-after')], [503, '2'])
  assert.equal(read.body.error.type, 'ServiceUnavailableException')
  assert.deepEqual([written.status, written.body.error.type], [500, 'InternalServerError'])
  assert.deepEqual((await asAdmin('GET', databases)).body.namespaces, [])
})
