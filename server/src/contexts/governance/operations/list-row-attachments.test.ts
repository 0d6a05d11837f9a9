import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, home, trades } from '../testing/given-governance.ts'
import { forAll, givenRowPolicy } from '../testing/given-row-policy.ts'

test('given attachments, when listed, then by policy, principal and resource', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  const principal = arn('analyst')
  await governance.attachRowPolicy(admin, forAll)
  await governance.attachRowPolicy(admin, { ...forAll, principal })

  const list = (query: object) => governance.listRowAttachments(admin, query)

  const own = { catalogId: home, policy: 'us', resource: trades, principal }
  assert.deepEqual(await list({ principal, policy: 'US' }), [own])
  assert.equal((await list({ on: { catalogId: home, resource: trades } })).length, 2)
  assert.deepEqual(await list({ policy: 'eu' }), [])
  assert.deepEqual(await governance.listRowAttachments(caller('analyst'), {}), [])
})
