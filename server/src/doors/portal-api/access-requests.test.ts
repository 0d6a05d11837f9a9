import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  AccessRequest,
  ApprovalRules,
  DecidedAccessRequest,
  ShownAccessRequest,
  WhatIf,
} from '@millrace/contract'
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
  const one = `${api.url}/access/requests/${asked.id}`
  const shown = (await (await fetch(one, { headers: api.bearer })).json()) as ShownAccessRequest
  const { digest } = shown.seen ?? {}
  const decided = await post<DecidedAccessRequest>(`${one}/decision`, api.bearer, {
    ...{ decision: 'grant', note: 'for the trial', digest },
  })

  assert.equal(waiting[0]?.mayDecide, true)
  assert.equal(waiting[0]?.effect, 'Would give user/quant DESCRIBE and SELECT on mobility.flights.')
  assert.deepEqual(shown.waitsFor, [])
  assert.deepEqual(decided.waitsFor, [])
  assert.deepEqual([decided.state, decided.note], ['granted', 'for the trial'])
  const [mine] = await list(`${api.url}/access/requests?box=mine`, asQuant)
  assert.equal(mine?.state, 'granted')
  assert.deepEqual(await list(`${api.url}/access/requests?box=waiting`, api.bearer), [])
})

test('given rules for requests, when an admin puts them, then a request says so', async () => {
  await using api = await givenApi()
  const { governance, catalog, accountId, admin } = api
  const fields = ['day', 'tail'].map((name, at) => ({
    ...{ id: at + 1, name, required: false, type: 'string' },
  }))
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    ...{ admins: [admin.principalArn], openDatabases: false, openTables: false },
  })
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  const schema = { type: 'struct' as const, 'schema-id': 0, fields }
  await catalog.createTable(admin, { accountId, database: 'mobility', table: 'flights', schema })
  await governance.createTag(admin, { catalogId: accountId, key: 'sens', values: ['restricted'] })
  await governance.addTagsToResource(admin, {
    catalogId: accountId,
    resource: { kind: 'columns', database: 'mobility', table: 'flights', include: ['tail'] },
    pairs: [{ key: 'sens', value: 'restricted' }],
  })
  const expression = [{ key: 'sens', values: ['restricted'] }]
  const steward = `arn:aws:iam::${accountId}:role/steward`
  const approvers = [admin.principalArn, steward]
  const rule = { name: 'restricted', expression, approvers, persons: 2 }
  const quant = await api.given.user(admin, 'quant')
  const asQuant = {
    ...api.bearer,
    authorization: `Bearer ${await api.identity.issueToken(quant, 600)}`,
  }

  const putOn = (version?: number) => {
    const body = JSON.stringify({ rules: [rule], version })
    return fetch(`${api.url}/access/rules`, { method: 'PUT', headers: api.bearer, body })
  }
  const unseen = [await putOn(), await putOn(3)].map(({ status }) => status)
  assert.deepEqual(unseen, [400, 409], 'whoever replaces rules has read them')
  const put = await putOn(0)
  const ask = async (columns: string[]) => {
    const wish = { account: accountId, database: 'mobility', table: 'flights', columns }
    const requests = `${api.url}/access/requests`
    const { id } = await post<{ id: string }>(requests, asQuant, {
      ...{ ...wish, reason: 'evaluate it in a trial' },
    })
    const shown = await fetch(`${requests}/${id}`, { headers: api.bearer })
    return (await shown.json()) as ShownAccessRequest
  }
  const [open, secret] = [await ask(['day']), await ask(['day', 'tail'])]

  assert.equal(put.status, 200)
  assert.deepEqual(((await put.json()) as ApprovalRules).rules, [rule])
  assert.deepEqual([open.waitsFor, open.columns], [[], ['day']])
  assert.deepEqual(secret.waitsFor, [{ rule: 'restricted', persons: 2, approvers }])
  assert.equal(secret.seen?.widening, 1)
  const refused = await fetch(`${api.url}/access/rules`, { headers: asQuant })
  assert.equal(refused.status, 403)
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
  assert.deepEqual([tried.costs, tried.uncosted], [[], 0]) // Who may read all needs no projection.
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
