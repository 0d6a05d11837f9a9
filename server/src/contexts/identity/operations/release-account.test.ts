import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

test('given an isolated account, when it is released, then its keys work again', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const { admin, accountId } = await given.account({ name: 'market' })
  await given.identity.isolateAccount('platform', { accountId })

  await given.identity.releaseAccount(governing.caller, { accountId })

  assert.equal((await given.caller(admin)).accountId, accountId)
})
