import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

test('given two accounts, when offices are asked, then only one sees the platform', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const other = await given.account({ name: 'equities' })
  const quant = await given.user(other.caller, 'quant')

  const seen = [governing.caller, other.caller, quant].map((one) => given.identity.offices(one))

  assert.deepEqual(await Promise.all(seen), [
    { people: true, health: true },
    { people: true, health: false },
    { people: false, health: false },
  ])
})
