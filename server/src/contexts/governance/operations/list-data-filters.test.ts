import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, home, us, usName } from '../testing/given-governance.ts'

test('given a filter, when filters are listed, then only who may see it does', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  const { database, table } = usName

  const query = { catalogId: home, table: { database, table } }
  const [seen, hidden] = await Promise.all([
    governance.listDataFilters(caller('admin'), query),
    governance.listDataFilters(caller('eve'), query),
  ])

  assert.deepEqual(
    seen.map(({ filter }) => filter),
    ['us'],
  )
  assert.deepEqual(hidden, [])
})
