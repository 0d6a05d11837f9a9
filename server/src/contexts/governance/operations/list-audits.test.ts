import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { arn, givenTable, home, outside, partner } from '../testing/given-governance.ts'

test('given the governing account, when its auditor reads, then all members are open', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const before = await governance.getDataLakeSettings(caller('admin'), home)
  const readOnlyAdmins = [arn('auditor')]
  await governance.putDataLakeSettings(caller('admin'), { ...before, readOnlyAdmins })
  // A denial there leaves a record in that account.
  const foreign = caller('eve', partner)
  await assert.rejects(governance.listAudits(foreign), denied.matches)

  const readable = await governance.listAudits(caller('auditor'))

  assert.deepEqual(readable, [home, partner])
  const { records } = await governance.searchAudit(caller('auditor'), { accountId: partner })
  assert.equal(records[0]?.principal, arn('eve', partner))
  const chain = await governance.verifyAudit(caller('auditor'), { accountId: partner })
  assert.equal(chain.records, records[0]?.sequence)
})

test('given others, when they read another account, then they are denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const scoped = { ...caller('admin'), scope: { prefixes: [] } }

  const reads = (who: Parameters<typeof governance.searchAudit>[0], accountId: typeof home) => [
    governance.searchAudit(who, { accountId }),
    governance.verifyAudit(who, { accountId }),
  ]
  const attempts = [
    // The governing account's people who administer nothing, and what is vended to those who do.
    ...reads(caller('eve'), partner),
    ...reads(scoped, partner),
    // Administrators elsewhere, and whoever is outside the organization.
    ...reads(caller('admin', partner), home),
    ...reads(caller('admin'), outside),
  ]

  for (const attempt of await Promise.allSettled(attempts)) {
    assert.equal(attempt.status, 'rejected')
    assert.ok(denied.matches(attempt.reason))
  }
  assert.deepEqual(await governance.listAudits(caller('admin', partner)), [partner])
})
