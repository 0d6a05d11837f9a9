import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity, trusting } from '../../../testing/identity.ts'

test('given a role, when its trust changes, then it trusts as said', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ Service: 'ingestion.millrace' })
  await given.identity.createRole(admin, { name: 'feed', trust, description: 'takes in' })

  await given.identity.updateTrust(admin, { name: 'feed', trust: trusting({ AWS: accountId }) })

  const role = await given.identity.getPrincipal(admin, { kind: 'role', name: 'feed' })
  assert.equal(role.description, 'takes in')
  assert.deepEqual(role.trust, JSON.parse(trusting({ AWS: accountId })))
})
