import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'

test('given two inline policies, when listed, then their names are sorted', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana', allowing('s3:*'))
  const holder = { kind: 'user', name: 'ana' } as const
  const text = JSON.stringify(allowing('glue:*'))
  await given.identity.putInlinePolicy(admin, { ...holder, policyName: 'also', text })

  const names = await given.identity.listInlinePolicies(admin, holder)

  assert.deepEqual(names, ['also', 'own'])
})
