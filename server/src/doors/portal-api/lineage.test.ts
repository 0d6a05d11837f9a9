import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '@millrace/contract'
import type { Schema } from '../../contexts/catalog/index.ts'
import { givenApi } from './testing/given-api.ts'

const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [{ id: 1, name: 'delay', required: false, type: 'long' }],
}

async function givenTables() {
  const api = await givenApi()
  const { accountId, admin, catalog } = api
  const mobility = { accountId, database: 'mobility' }
  await catalog.createDatabase(admin, mobility)
  for (const table of ['flights', 'hourly'])
    await catalog.createTable(admin, { ...mobility, table, schema })
  const glue = (table: string) => ({
    namespace: `arn:aws:glue:us-east-1:${accountId}`,
    name: `table/mobility/${table}`,
  })
  const event = {
    eventTime: '2026-05-18T07:00:00Z',
    producer: 'https://example.com',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
    job: { namespace: 'dbt', name: 'hourly' },
    inputs: [glue('flights')],
    outputs: [glue('hourly')],
  }
  const post = (path: string, body: unknown, headers = api.bearer) =>
    fetch(`${api.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const known = async () => {
    const tables = await catalog.visibleAmong(admin, [{ ...mobility, table: 'flights' }])
    return catalog.readLineage(admin, { tables, direction: 'downstream' })
  }
  return { api, event, post, known }
}

test('given events, when they are posted alone and as a batch, then they are kept', async () => {
  const { api, event, post, known } = await givenTables()
  await using _ = api
  const other = { ...event, job: { namespace: 'dbt', name: 'again' } }

  const one = await post('/lineage', event)
  const batch = await post('/lineage/batch', [event, other])

  assert.deepEqual([one.status, batch.status], [200, 200])
  assert.deepEqual((await known()).map(({ job }) => job?.name).sort(), ['again', 'hourly'])
})

test('given what is no event, when it is posted, then it is refused and says why', async () => {
  const { api, event, post, known } = await givenTables()
  await using _ = api

  const wrong = await post('/lineage', { ...event, eventTime: 'soon' })
  const lacking = await post('/lineage', { job: event.job })
  const large = await post('/lineage', { ...event, producer: 'x'.repeat(1_100_000) })
  const nobody = await post('/lineage', event, {
    authorization: '',
    'content-type': 'application/json',
  })

  const problem = (await wrong.json()) as Problem
  assert.deepEqual([wrong.status, problem.code], [400, 'catalog.invalid-lineage'])
  assert.match(problem.message, /"eventTime"/)
  assert.deepEqual([lacking.status, large.status, nobody.status], [400, 400, 401])
  assert.deepEqual(await known(), [])
})
