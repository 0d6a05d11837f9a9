import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountRef } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

test('given the governing account, when its auditor asks, then all audits are named', async () => {
  await using api = await givenApi()
  const { governance, identity, admin, accountId } = api
  const other = await api.given.account({ name: 'alt-data' })
  for (const caller of [admin, other.caller])
    await governance.putDataLakeSettings(caller, {
      ...(await governance.getDataLakeSettings(caller, caller.accountId)),
      admins: [caller.principalArn],
    })
  const token = await identity.issueToken(other.caller, 3600)

  const [all, own] = await Promise.all(
    [api.bearer, { authorization: `Bearer ${token}` }].map(async (headers) => {
      const answer = await fetch(`${api.url}/audit/accounts`, { headers })
      return ((await answer.json()) as { items: AccountRef[] }).items
    }),
  )

  assert.deepEqual(all, [
    { id: accountId, name: 'equities' },
    { id: other.accountId, name: 'alt-data' },
  ])
  assert.deepEqual(own, [{ id: other.accountId, name: 'alt-data' }])
})

test('given who administers nothing, when audits are asked for, then it is refused', async () => {
  await using api = await givenApi()
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }
  const quant = await api.given.user(api.admin, 'quant', policy)
  const token = await api.identity.issueToken(quant, 3600)
  const headers = { authorization: `Bearer ${token}` }

  const answer = await fetch(`${api.url}/audit/accounts`, { headers })

  assert.equal(answer.status, 403)
})
