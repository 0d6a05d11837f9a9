import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { limitExceeded, unknownAccessKey } from '../errors.ts'

test('given a user, when keys are made and deleted, then live ones work', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.identity.createUser(admin, { name: 'ana' })
  const userName = 'ana'

  const one = await given.identity.createAccessKey(admin, { userName })
  const two = await given.identity.createAccessKey(admin, { userName })
  const third = () => given.identity.createAccessKey(admin, { userName })

  await assert.rejects(third, limitExceeded.matches)
  await given.identity.deleteAccessKey(admin, { userName, accessKeyId: one.accessKeyId })
  await assert.rejects(given.identity.authenticate(one, FROM_HOST), unknownAccessKey.matches)
  const keys = await given.identity.listAccessKeys(admin, { userName })
  assert.deepEqual(
    keys.map(({ id, active }) => ({ id, active })),
    [{ id: two.accessKeyId, active: true }],
  )
  assert.ok(!JSON.stringify(keys).includes('ecret'))
})

test('given a secret, when the database is read, then it is not there', async () => {
  await using given = await givenIdentity()
  const { admin } = await given.account({ name: 'market' })

  const { rows } = await given.pool.query('SELECT sealed_secret FROM identity.access_keys')

  assert.equal(rows.length, 1)
  assert.ok(!rows[0].sealed_secret.includes(admin.secretAccessKey))
})
