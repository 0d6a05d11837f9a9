import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  AuditChains,
  Dataset,
  DatasetSearch,
  Explanation,
  Hit,
  Preview,
  Problem,
} from '@millrace/contract'
import type { Schema } from '../../contexts/catalog/index.ts'
import { givenApi } from './testing/given-api.ts'

const SCHEMA: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    { id: 1, name: 'day', required: false, type: 'date', doc: 'Of the departure' },
    { id: 2, name: 'carrier', required: false, type: 'string' },
  ],
}

async function givenFlights() {
  const api = await givenApi()
  const { accountId, admin, catalog } = api
  const database = { accountId, database: 'mobility' }
  await catalog.createDatabase(admin, database)
  await catalog.createTable(admin, { ...database, table: 'flights', schema: SCHEMA })
  const documentation = '# Flights\n\nEvery **departure** by `dep_time` or dep_delay, _or so_.'
  await catalog.setDocumentation(admin, { ...database, table: 'flights', documentation })
  const get = async <Answer>(path: string, headers: Record<string, string> = api.bearer) =>
    (await (await fetch(`${api.url}${path}`, { headers })).json()) as Answer
  return { api, get, path: `/datasets/${accountId}/mobility/flights` }
}

test('given a table, when its words are searched, then it is found with its facts', async () => {
  const { api, get } = await givenFlights()
  await using _ = api

  const found = await get<DatasetSearch>('/datasets?q=departure')

  const [flights] = found.items
  assert.equal(found.total, 1)
  assert.equal(flights?.table, 'flights')
  assert.equal(flights?.description, 'Every departure by dep_time or dep_delay, or so.')
  assert.equal(flights?.account.name, 'equities')
  assert.equal((await get<DatasetSearch>('/datasets?q=nothing')).total, 0)
  assert.match((await get<Problem>('/datasets?cursor=xx')).message, /cursor "xx" is none/)
  const [hit] = (await get<{ items: Hit[] }>('/search?q=mobility.fl')).items
  assert.equal(hit?.path, `/datasets/${api.accountId}/mobility/flights`)
})

test('given a table, when it is opened, then columns and documentation come', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api

  const dataset = await get<Dataset>(path)

  assert.deepEqual(
    dataset.columns.map(({ name, type, readable }) => [name, type, readable]),
    [
      ['day', 'date', true],
      ['carrier', 'string', true],
    ],
  )
  assert.match(dataset.documentation?.markdown ?? '', /^# Flights/)
  assert.equal(dataset.access, 'readable')
})

test('given a view, when it is looked for, then it is a dataset with its text', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api
  const { accountId, admin, catalog } = api
  await catalog.createView(admin, {
    ...{ accountId, database: 'mobility', view: 'late', schema: SCHEMA },
    version: {
      ...{ 'version-id': 1, 'schema-id': 0, 'timestamp-ms': 1_770_000_000_000, summary: {} },
      representations: [{ type: 'sql', dialect: 'spark', sql: 'SELECT 1' }],
      'default-namespace': ['mobility'],
    },
  })

  const { items } = await get<DatasetSearch>('/datasets?q=late')
  const view = await get<Dataset>(path.replace('flights', 'late'))
  const table = await get<Dataset>(path)

  assert.deepEqual(
    items.map(({ table: name, kind }) => [name, kind]),
    [['late', 'view']],
  )
  assert.deepEqual(view.texts, [{ dialect: 'spark', sql: 'SELECT 1' }])
  assert.deepEqual([table.kind, table.texts], ['table', undefined])
})

test('given an empty table, when previewed, then its columns come without rows', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api

  const preview = await get<Preview>(`${path}/preview`)

  assert.deepEqual(preview.rows, [])
  assert.deepEqual(
    preview.columns.map(({ name }) => name),
    ['day', 'carrier'],
  )
})

test('given a stranger, when they look, then the table is as if absent', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api
  const { caller } = await api.given.account({ name: 'outsider' })
  const token = await api.identity.issueToken(caller, 600)
  const headers = { authorization: `Bearer ${token}` }

  const [search, dataset, absent] = [
    await get<DatasetSearch>('/datasets', headers),
    await get<Problem>(path, headers),
    await get<Problem>(`/datasets/${api.accountId}/mobility/other`, headers),
  ]

  assert.deepEqual(search.items, [])
  assert.equal(dataset.kind, 'not-found')
  assert.equal(dataset.code, absent.code)
})

test('given a table, when access is explained, then both gates are named', async () => {
  const { api, get } = await givenFlights()
  await using _ = api

  const where = `account=${api.accountId}&database=mobility&table=flights`
  const why = await get<Explanation>(`/access/explanation?${where}`)

  assert.equal(why.verdict, 'allowed')
  assert.equal(why.steps[0]?.gate, 'identity')
})

test('given a data lake admin, when the audit is read, then the chain is whole', async () => {
  const { api, get } = await givenFlights()
  await using _ = api
  await api.governance.putDataLakeSettings(api.admin, {
    ...(await api.governance.getDataLakeSettings(api.admin, api.accountId)),
    admins: [api.admin.principalArn],
  })

  const records = await get<{ items: { action: string }[] }>('/audit/records?limit=5')
  const { chains } = await get<AuditChains>('/audit/chains')

  assert.ok(records.items.length > 0)
  assert.equal(chains[0]?.intact, true)
})

test('given the catalogue, when a cluster is launched, then it is listed', async () => {
  await using api = await givenApi()
  const body = { productId: 'prod-sparknotebook', name: 'flights', parameters: {} }
  const options = { method: 'POST', headers: api.bearer, body: JSON.stringify(body) }

  const launched = await fetch(`${api.url}/compute/clusters`, options)

  assert.equal(launched.status, 200, await launched.clone().text())
  const listed = await fetch(`${api.url}/compute/clusters`, { headers: api.bearer })
  const { items } = (await listed.json()) as { items: { name: string; live: boolean }[] }
  assert.deepEqual(
    items.map(({ live }) => live),
    [true],
  )
})

test('given an empty table, when asked as of an instant, then there is nothing yet', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api

  const nothing = await get<Problem>(`${path}/as-of?instant=2026-05-18T09:00:00Z`)
  const odd = await get<Problem>(`${path}/as-of?instant=yesterday`)

  assert.equal(nothing.kind, 'not-found')
  assert.equal(odd.kind, 'invalid')
})

test('given an owner, when they describe and deprecate, then readers see it', async () => {
  const { api, get, path } = await givenFlights()
  await using _ = api
  const send = async (method: string, at: string, body: unknown) => {
    const options = { method, headers: api.bearer, body: JSON.stringify(body) }
    const answer = await fetch(`${api.url}${path}${at}`, options)
    return { status: answer.status, body: (await answer.json()) as { id: string } }
  }

  const described = { owner: 'ana', columns: { carrier: 'Of the aircraft' } }
  await send('PUT', '/description', { ...described, properties: { desk: 'rates' } })
  const { body } = await send('POST', '/announcements', { text: 'Gates join in May.' })
  await send('PUT', '/deprecation', { reason: 'Old.', goesAt: '2099-01-01T00:00:00Z' })
  const wrong = await send('PUT', '/deprecation', { reason: 'Old.', replacement: 'elsewhere' })

  const dataset = await get<Dataset>(path)
  assert.equal(dataset.owner, 'ana')
  assert.equal(dataset.properties.desk, 'rates')
  assert.equal(dataset.columns[1]?.description, 'Of the aircraft')
  assert.deepEqual(
    dataset.announcements.map(({ id, text }) => [id, text]),
    [[body.id, 'Gates join in May.']],
  )
  assert.equal(dataset.deprecation?.goesAt, '2099-01-01T00:00:00.000Z')
  assert.equal(wrong.status, 400)
  await send('POST', `/announcements/${body.id}/withdrawal`, {})
  await send('POST', '/reinstatement', {})
  const { items } = await get<DatasetSearch>('/datasets?q=flights')
  assert.deepEqual([items[0]?.announcements, items[0]?.deprecation], [[], undefined])
})
