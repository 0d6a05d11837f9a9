import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  arn,
  type GivenGovernance,
  givenShare,
  home,
  partner,
  table,
  us,
  usName,
} from '../testing/given-governance.ts'

test('given a use in one’s own account, when it is told, then one record has it', async () => {
  await using given = await givenShare()
  await use(given, given.caller('admin'))

  const [owners] = await recordsOf(given, home)

  assert.equal(owners?.principal, arn('admin'))
  assert.equal(owners?.detail.sharedEventId, undefined)
  assert.deepEqual(await recordsOf(given, partner), [])
})

test('given a use from abroad, when both read their audit, then each has a copy', async () => {
  await using given = await givenShare()
  const research = {
    ...given.caller('quant', partner),
    ...{ userId: 'AROARESEARCH:session-7', sessionTags: { Purpose: 'trial of flights' } },
    behind: arn('quant', partner),
  }
  await use(given, research)

  const [owners] = await recordsOf(given, home)
  const [own] = await recordsOf(given, partner)

  assert.deepEqual([owners?.actor, owners?.principal], ['AROARESEARCH:session-7', 'AROARESEARCH'])
  assert.deepEqual([own?.actor, own?.principal], [arn('quant', partner), arn('quant', partner)])
  assert.equal(own?.detail.behind, arn('quant', partner))
  assert.doesNotMatch(JSON.stringify(owners), /user\/quant/)
  assert.equal(owners?.detail.callerAccountId, partner)
  assert.equal(owners?.detail.purpose, 'trial of flights')
  assert.ok(owners?.detail.sharedEventId)
  assert.equal(own?.detail.sharedEventId, owners?.detail.sharedEventId)
  assert.equal(own?.detail.ownerAccountId, home)
  for (const accountId of [home, partner])
    await given.governance.verifyAudit(given.caller('admin', accountId), { accountId })
})

test('given an account that trusts the owner, when it reads, then its ARN is told', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const quant = caller('quant', partner)
  await use(given, quant)
  const admin = caller('admin', partner)
  const settings = await governance.getDataLakeSettings(admin, partner)
  await governance.putDataLakeSettings(admin, { ...settings, trustedResourceOwners: [home] })
  await use(given, quant)

  const records = await recordsOf(given, home)

  // Newest first: what was written before stays as it was sealed.
  const expected = [arn('quant', partner), 'AIDAquant']
  assert.deepEqual(
    records.map(({ principal }) => principal),
    expected,
  )
})

test('given rows of a filter, when they are read, then columns and digest are told', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.createDataFilter(admin, us)
  const resource = { kind: 'filter', ...usName } as const
  const grant = { catalogId: home, resource, permissions: ['SELECT'], grantable: [] } as const
  for (const user of ['analyst', 'other'])
    await governance.grantPermissions(admin, { ...grant, principal: arn(user) })
  for (const user of ['analyst', 'other', 'admin']) await use(given, caller(user))

  const [all, other, analyst] = await recordsOf(given, home)

  assert.deepEqual(analyst?.detail.columns, ['sym', 'px'])
  assert.match(String(analyst?.detail.filterDigest), /^[0-9a-f]{64}$/)
  assert.equal(other?.detail.filterDigest, analyst?.detail.filterDigest)
  assert.equal(all?.detail.filterDigest, undefined)
  assert.ok(Number(analyst?.detail.snapshotVersion) > 0)
})

async function use(given: GivenGovernance, caller: ReturnType<GivenGovernance['caller']>) {
  const access = await given.governance.tableAccess(caller, table.id)
  await given.governance.recordUse(given.sql, caller, {
    accountId: home,
    action: 'catalog.credentials-vended',
    resource: 'mkt.trades',
    seen: { tableId: table.id, access },
  })
}

async function recordsOf(given: GivenGovernance, accountId: typeof home) {
  const search = { accountId, action: 'catalog.credentials-vended' }
  return (await given.governance.searchAudit(given.caller('admin', accountId), search)).records
}
