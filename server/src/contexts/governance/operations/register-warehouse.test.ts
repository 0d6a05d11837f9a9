import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, home } from '../testing/given-governance.ts'

test('given a warehouse, when many need it at once, then it is registered once', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const warehouse = { accountId: home, location: 's3://warehouse-of-home' }
  const need = () => governance.registerWarehouse(caller('eng'), warehouse)

  await Promise.all([need(), need(), need()])

  const found = governance.registeredLocation('s3://warehouse-of-home/mkt/trades/data')
  assert.deepEqual(found, { ...found, ...warehouse })
  const { records } = await governance.searchAudit(caller('admin'), {
    accountId: home,
    action: 'governance.location-registered',
  })
  assert.equal(records.length, 1)
})
