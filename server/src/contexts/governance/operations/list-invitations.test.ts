import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, grantOfTrades, home, outside, partner } from '../testing/given-governance.ts'

test('given shares, when invitations are listed, then to another organization alone', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  for (const principal of [partner, outside])
    await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal })

  const of = (accountId: typeof home) => governance.listInvitations(caller('admin', accountId))

  const [one, ...others] = await of(outside)
  assert.deepEqual([one?.ownerId, one?.accepted, others], [home, false, []])
  assert.deepEqual(await of(partner), [])
  assert.deepEqual(await of(home), [])
})

test('given a share that ended, when invitations are listed, then there is none', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const share = { ...grantOfTrades, principal: outside }
  await governance.grantPermissions(caller('admin'), share)

  await governance.revokePermissions(caller('admin'), share)

  assert.deepEqual(await governance.listInvitations(caller('admin', outside)), [])
})
