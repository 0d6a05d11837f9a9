import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists } from '../errors.ts'
import { arn, grantOfTrades, home, table } from '../testing/given-governance.ts'
import { forAll, givenRowPolicy } from '../testing/given-row-policy.ts'

test('given a policy, when attached to somebody, then they alone are left its rows', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.grantPermissions(admin, grantOfTrades)
  await governance.grantPermissions(admin, { ...grantOfTrades, principal: arn('other') })
  const attachment = { ...forAll, principal: arn('analyst') }

  await governance.attachRowPolicy(admin, attachment)

  const other = await given.another()
  for (const one of [governance, other]) {
    const access = await one.tableAccess(caller('analyst'), table.id)
    assert.match(JSON.stringify(access.rowFilter), /US/)
    const free = await one.tableAccess(caller('other'), table.id)
    assert.equal(free.restricted, false)
  }
  await assert.rejects(governance.attachRowPolicy(admin, attachment), alreadyExists.matches)
  const { records } = await governance.searchAudit(admin, {
    ...{ accountId: home, action: 'governance.row-policy-attached', limit: 1 },
  })
  assert.equal(records[0]?.detail.grantee, arn('analyst'))
})

test('given somebody who reads, when a policy is tried, then the loss is told', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.grantPermissions(admin, grantOfTrades)

  const seen = await governance.whatIf(admin, (tried) => tried.attachRowPolicy(admin, forAll))

  const effect = seen.effects.find(({ principal }) => principal === arn('analyst'))
  assert.deepEqual(effect?.rows?.before, [])
  assert.match(JSON.stringify(effect?.rows?.after), /US/)
  const { restricted } = await governance.tableAccess(caller('analyst'), table.id)
  assert.equal(restricted, false)
})
