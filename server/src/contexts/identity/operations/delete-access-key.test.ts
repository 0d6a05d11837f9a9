import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, noSuchAccessKey } from '../errors.ts'

test('given another’s key, when it is deleted under one’s own, then it stays', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana')
  const bob = await given.user(admin, 'bob')
  const { accessKeyId } = bob

  const deleted = () => given.identity.deleteAccessKey(admin, { userName: 'ana', accessKeyId })

  await assert.rejects(deleted, noSuchAccessKey.matches)
  const own = () => given.identity.createAccessKey(ana, { userName: 'bob' })
  await assert.rejects(own, accessDenied.matches)
})
