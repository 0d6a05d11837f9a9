import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, home, partner } from '../testing/given-governance.ts'

const desk = { catalogId: home, key: 'Desk', values: ['FX', 'Rates'] }

test('given a shared value, when the other account lists, then it sees that value', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createTag(caller('admin'), desk)
  const resource = { kind: 'tag', key: 'desk', values: ['fx'] } as const
  const permissions = ['DESCRIBE'] as const
  const share = { catalogId: home, principal: partner, resource, permissions, grantable: [] }
  await governance.grantPermissions(caller('admin'), share)

  const all = { catalogId: partner, shared: 'ALL' } as const
  const seen = await governance.listTags(caller('admin', partner), all)

  assert.deepEqual(seen, [{ accountId: home, key: 'desk', values: ['fx'] }])
})
