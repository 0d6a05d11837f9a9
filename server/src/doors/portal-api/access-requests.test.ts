import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccessRequest } from '@millrace/contract'
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

async function list(url: string, headers: Record<string, string>): Promise<AccessRequest[]> {
  const answer = await fetch(url, { headers })
  return ((await answer.json()) as { items: AccessRequest[] }).items
}

async function post<Answer>(url: string, headers: Record<string, string>, body: object) {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as Answer
}
