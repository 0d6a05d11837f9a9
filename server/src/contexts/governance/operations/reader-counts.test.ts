import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eng, givenTable, table } from '../testing/given-governance.ts'

test('given no reads, when readers are counted, then none, and nothing of the hidden', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const tableIds = [table.id, 'nowhere']

  const counts = await governance.readerCounts(caller(eng), { tableIds })

  assert.equal(counts.get(table.id) ?? 0, 0)
  assert.equal(counts.has('nowhere'), false)
})
