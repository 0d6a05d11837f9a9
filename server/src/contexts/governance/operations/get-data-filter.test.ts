import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTable, us, usName } from '../testing/given-governance.ts'

test('given a filter, when read, then it is as made, and absent for strangers', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  const { filter, rows, columns } = await governance.getDataFilter(caller('admin'), usName)

  assert.deepEqual({ filter, rows, columns }, { filter: 'us', rows: us.rows, columns: us.columns })
  await assert.rejects(governance.getDataFilter(caller('eve'), usName), notFound.matches)
})
