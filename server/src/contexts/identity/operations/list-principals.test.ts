import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

test('given users under two paths, when one path is listed, then only its users', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.identity.createUser(admin, { name: 'ben', path: '/desk/' })
  await given.identity.createUser(admin, { name: 'ana', path: '/desk/' })
  await given.identity.createUser(admin, { name: 'eve', path: '/shop/' })

  const listed = await given.identity.listPrincipals(admin, { kind: 'user', pathPrefix: '/desk/' })

  assert.deepEqual(
    listed.map(({ name }) => name),
    ['ana', 'ben'],
  )
})
