import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTable, home, table, trades } from '../testing/given-governance.ts'

test('given a grant on columns, when access is asked, then it is those columns', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), {
    catalogId: home,
    principal: arn('analyst'),
    resource: { ...trades, kind: 'columns', include: ['sym'] },
    permissions: ['SELECT'],
    grantable: [],
  })

  const access = await governance.tableAccess(caller('analyst'), table.id)

  assert.deepEqual([[...access.columns], access.restricted], [[1], true])
  const nothing = await governance.tableAccess(caller('analyst'), 'nowhere')
  assert.equal(nothing.permissions.size, 0)
})
