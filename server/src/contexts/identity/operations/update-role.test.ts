import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity, trusting } from '../../../testing/identity.ts'

test('given a role, when its duration changes, then the rest stays', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: accountId })
  await given.identity.createRole(admin, { name: 'feed', trust, description: 'takes in' })

  await given.identity.updateRole(admin, { name: 'feed', maxSessionSeconds: 7200 })

  const role = await given.identity.getPrincipal(admin, { kind: 'role', name: 'feed' })
  assert.equal(role.maxSessionSeconds, 7200)
  assert.equal(role.description, 'takes in')
})
