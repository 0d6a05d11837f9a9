import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { unknownAccessKey } from '../errors.ts'

test('given a key, when it is made inactive and active, then it works as said', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const { accessKeyId } = await given.user(admin, 'ana')
  const key = { userName: 'ana', accessKeyId }
  const use = () => given.identity.authenticate({ accessKeyId }, FROM_HOST)

  await given.identity.updateAccessKey(admin, { ...key, active: false })
  await assert.rejects(use, unknownAccessKey.matches)
  await given.identity.updateAccessKey(admin, { ...key, active: true })

  assert.equal((await use()).caller.accessKeyId, accessKeyId)
})
