import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import * as errors from '../errors.ts'

test('given two accounts, when one names the other’s user, then it is not there', async () => {
  await using given = await givenIdentity()
  const one = await given.account({ name: 'one' })
  const two = await given.account({ name: 'two' })
  await given.user(two.caller, 'bob')

  const read = () => given.identity.getPrincipal(one.caller, { kind: 'user', name: 'bob' })

  await assert.rejects(read, errors.noSuchUser.matches)
})
