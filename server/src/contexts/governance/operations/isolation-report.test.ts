import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, partner } from '../testing/given-governance.ts'

test('given two isolations of an account, when its report is asked, then the last', async () => {
  await using given = await givenTable()
  const { governance } = given
  const facts = {
    account: { id: partner, name: 'partner' },
    buckets: [],
    principals: [],
    ended: [],
  }
  const at = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString()
  await governance.reportIsolation({ ...facts, isolatedAt: at(1) })
  const last = await governance.reportIsolation({ ...facts, isolatedAt: at(2) })

  const found = await governance.isolationReport(partner)

  assert.deepEqual(found, last)
  assert.equal(await governance.isolationReport('999999999999'), undefined)
})
