import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { grantOfTrades, table } from '../testing/given-governance.ts'
import { forAll, givenRowPolicy, named } from '../testing/given-row-policy.ts'

test('given an attached policy, when it changes, then the next read sees it', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  await governance.grantPermissions(admin, grantOfTrades)
  await governance.attachRowPolicy(admin, forAll)

  await governance.updateRowPolicy(admin, { ...named, text: "sym = 'EU'" })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.match(JSON.stringify(access.rowFilter), /EU/)
  const stranger = governance.updateRowPolicy(caller('analyst'), { ...named, text: 'TRUE' })
  await assert.rejects(stranger, notFound.matches)
})
