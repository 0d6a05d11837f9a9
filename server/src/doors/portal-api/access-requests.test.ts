import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccessRequest, WhatIf } from '@millrace/contract'
import type { GrantCommand } from '../../contexts/governance/index.ts'
import { givenApi } from './testing/given-api.ts'

test('given a request, when the admin grants it, then both see that', async () => {
  await using api = await givenApi()
  const { governance, identity, catalog, accountId, admin } = api
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  const name = { database: 'mobility', table: 'flights' }
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [] }
  await catalog.createTable(admin, { accountId, ...name, schema })
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    admins: [admin.principalArn],
  })
  const quant = await api.given.user(admin, 'quant')
  const token = await identity.issueToken(quant, 600)
  const asQuant = { ...api.bearer, authorization: `Bearer ${token}` }
  const ask = { account: accountId, ...name, reason: 'evaluate it in a trial' }

  const asked = await post<{ id: string }>(`${api.url}/access/requests`, asQuant, ask)
  const waiting = await list(`${api.url}/access/requests?box=waiting`, api.bearer)
  const decided = await post<AccessRequest>(
    `${api.url}/access/requests/${asked.id}/decision`,
    api.bearer,
    { decision: 'grant', note: 'for the trial' },
  )

  assert.equal(waiting[0]?.mayDecide, true)
  assert.equal(waiting[0]?.effect, 'Would give user/quant DESCRIBE and SELECT on mobility.flights.')
  assert.deepEqual([decided.state, decided.note], ['granted', 'for the trial'])
  const [mine] = await list(`${api.url}/access/requests?box=mine`, asQuant)
  assert.equal(mine?.state, 'granted')
  assert.deepEqual(await list(`${api.url}/access/requests?box=waiting`, api.bearer), [])
})

test('given a grant that is tried, when the portal asks, then effects come in words', async () => {
  await using api = await givenApi()
  const { governance, catalog, accountId, admin } = api
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    ...{ admins: [admin.principalArn], openDatabases: false, openTables: false },
  })
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  const fields = [{ id: 1, name: 'day', required: false, type: 'string' }]
  const schema = { type: 'struct' as const, 'schema-id': 0, fields }
  await catalog.createTable(admin, { accountId, database: 'mobility', table: 'flights', schema })
  const quant = await api.given.user(admin, 'quant')
  const resource = { kind: 'filter', database: 'mobility', table: 'flights', filter: 'monday' }
  const filter = { rows: "day = 'monday'", columns: { exclude: [] } }
  await governance.createDataFilter(admin, { ...resource, catalogId: accountId, ...filter })
  const grant = { catalogId: accountId, principal: quant.principalArn, grantable: [] }
  const some = { ...grant, resource, permissions: ['SELECT'] } as GrantCommand
  await governance.grantPermissions(admin, some)
  const table = { kind: 'table', database: 'mobility', table: 'flights' }
  const whole = { ...grant, resource: table, permissions: ['SELECT'] }

  const tried = await post<WhatIf>(`${api.url}/access/what-if`, api.bearer, {
    ...{ operation: 'GrantPermissions', input: whole },
  })

  const [effect] = tried.effects
  assert.deepEqual([tried.total, tried.widening], [1, 0])
  assert.deepEqual(effect?.rows, { before: "day = 'monday'", after: 'all' })
  assert.deepEqual(effect?.gained.columns, [])
})

async function list(url: string, headers: Record<string, string>): Promise<AccessRequest[]> {
  const answer = await fetch(url, { headers })
  return ((await answer.json()) as { items: AccessRequest[] }).items
}

async function post<Answer>(url: string, headers: Record<string, string>, body: object) {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as Answer
}
