import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { accessDenied } from '../errors.ts'

test('given a key, when listed, then it is without its secret, and for its admin', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana')

  const keys = await given.identity.listAccessKeys(admin, { userName: 'ana' })

  assert.deepEqual(
    keys.map(({ id, active }) => ({ id, active })),
    [{ id: ana.accessKeyId, active: true }],
  )
  assert.ok(!JSON.stringify(keys).includes('ecret'))
  const own = () => given.identity.listAccessKeys(ana, { userName: 'admin' })
  await assert.rejects(own, accessDenied.matches)
})
