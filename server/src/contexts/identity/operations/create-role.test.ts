import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity, trusting } from '../../../testing/identity.ts'
import { invalidInput, malformedPolicy } from '../errors.ts'

test('given a trust policy, when a role is made, then it is that role’s', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: accountId })

  const role = await given.identity.createRole(admin, { name: 'feed', path: '/in/', trust })

  assert.equal(role.arn, `arn:aws:iam::${accountId}:role/in/feed`)
  assert.deepEqual(role.trust, JSON.parse(trust))
})

test('given a bad trust or duration, when a role is made, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const role = { name: 'r', trust: trusting({ AWS: accountId }) }

  const trust = () => given.identity.createRole(admin, { ...role, trust: '{"Statement":[]}' })
  const short = () => given.identity.createRole(admin, { ...role, maxSessionSeconds: 60 })

  await assert.rejects(trust, malformedPolicy.matches)
  await assert.rejects(short, invalidInput.matches)
})
