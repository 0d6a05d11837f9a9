import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'

test('given roles, when one may assume some of them, then these alone are listed', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'equities' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const { arn } = await given.identity.createRole(admin, { name: 'research', trust })
  await given.identity.createRole(admin, { name: 'pipeline', trust })
  const service = trusting({ Service: 'emr-serverless.amazonaws.com' })
  await given.identity.createRole(admin, { name: 'service', trust: service })
  const ana = await given.user(admin, 'ana', allowing('sts:AssumeRole', arn))
  const ben = await given.user(admin, 'ben')

  const [of, none] = [
    await given.identity.listAssumableRoles(ana),
    await given.identity.listAssumableRoles(ben),
  ]

  assert.deepEqual([of, none], [[arn], []])
})
