import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { createGovernance } from '../index.ts'
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
  await governance.reportIsolation('platform', { ...facts, isolatedAt: at(1) })
  const last = await governance.reportIsolation('platform', { ...facts, isolatedAt: at(2) })

  const found = await governance.isolationReport('platform', partner)

  assert.deepEqual(found, last)
  assert.equal(await governance.isolationReport('platform', '999999999999'), undefined)
})

test('given an account that governs nothing, when it asks for one, then no', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const { caller, accountId } = await given.account({ name: 'market' })
  const { sql, log, identity, now: clock } = given
  const governance = await createGovernance({ sql, log, identity, clock, region: 'us-east-1' })
  const account = { id: accountId, name: 'market' }
  const isolatedAt = clock().toISOString()
  const facts = { account, isolatedAt, buckets: [], principals: [], ended: [] }
  const report = await governance.reportIsolation(governing.caller, facts)
  const few = await given.user(governing.caller, 'few', allowing('s3:*'))

  for (const actor of [caller, few]) {
    await assert.rejects(governance.reportIsolation(actor, facts), /not authorized/)
    await assert.rejects(governance.isolationReport(actor, accountId), /not authorized/)
  }

  assert.deepEqual(await governance.isolationReport(governing.caller, accountId), report)
})
