import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, partner } from '../testing/given-governance.ts'

test('given a location, when another account lists, then it sees none', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location: 's3://lake/mkt' })

  const own = await governance.listLocations(caller('admin'), {})
  const others = await governance.listLocations(caller('admin', partner), {})

  assert.deepEqual([own.length, others.length], [1, 0])
})
