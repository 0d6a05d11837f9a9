import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import * as errors from '../errors.ts'

test('given a user with a policy or key, when deleted, then it is a conflict', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana', allowing('s3:*'))

  const deleted = () => given.identity.removePrincipal(admin, { kind: 'user', name: 'ana' })

  await assert.rejects(deleted, errors.deleteConflict.matches)
})
