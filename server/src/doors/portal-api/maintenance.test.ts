import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Maintenance, MaintenanceRun, Problem } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

test('given a table, when it is looked after, then the run and the policy are told', async () => {
  await using api = await givenApi()
  const { accountId, admin, catalog } = api
  const ref = { accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(admin, ref)
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [] }
  await catalog.createTable(admin, { ...ref, schema })
  const ask = async <Answer>(method: string, path: string, body?: object) => {
    const headers = { ...api.bearer, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return (await (await fetch(`${api.url}${path}`, sent)).json()) as Answer
  }
  const path = `/datasets/${accountId}/mobility/flights/maintenance`

  const run = await ask<MaintenanceRun>('POST', path, { tasks: ['compact'] })
  const wrong = await ask<Problem>('POST', path, { tasks: ['polish'] })

  assert.equal(run.state, 'queued')
  assert.equal(wrong.kind, 'invalid')
  const properties = { 'history.expire.max-snapshot-age-ms': '86400000' }
  await ask('PUT', `/accounts/${accountId}/maintenance`, { properties })
  const { policy, last } = await ask<Maintenance>('GET', path)
  assert.equal(policy.snapshotAgeMsMax, 86_400_000)
  assert.equal(last?.id, run.id)
  const { items } = await ask<{ items: MaintenanceRun[] }>('GET', `${path}/runs`)
  assert.deepEqual(
    items.map(({ id, askedBy }) => [id, askedBy]),
    [[run.id, admin.principalArn]],
  )
})
