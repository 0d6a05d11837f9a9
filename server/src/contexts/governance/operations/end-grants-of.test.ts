import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTable, home, table, trades } from '../testing/given-governance.ts'

test('given a principal that is gone, when its grants end, then those of others stay', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const select = {
    catalogId: home,
    resource: trades,
    permissions: ['SELECT'],
    grantable: [],
  } as const
  for (const name of ['analyst', 'other'])
    await governance.grantPermissions(caller('admin'), { ...select, principal: arn(name) })

  await governance.endGrantsOf({ principal: arn('analyst') })
  await governance.endGrantsOf({ principal: arn('analyst') })

  const gone = await governance.tableAccess(caller('analyst'), table.id)
  const kept = await governance.tableAccess(caller('other'), table.id)
  assert.deepEqual(
    [[...gone.permissions], [...kept.permissions].sort()],
    [[], ['DESCRIBE', 'SELECT']],
  )
})
