import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { arn, home } from '../testing/given-governance.ts'
import { givenRowPolicy, named } from '../testing/given-row-policy.ts'

test('given a policy, when read, then by who may describe it, in any case', async () => {
  await using given = await givenRowPolicy()
  const { governance, caller, admin } = given
  const read = () => governance.getRowPolicy(caller('analyst'), { ...named, name: 'US' })
  await assert.rejects(read(), notFound.matches)

  await governance.grantPermissions(admin, {
    ...{ catalogId: home, principal: arn('analyst'), grantable: [] },
    resource: { kind: 'row-policy', name: 'us' },
    permissions: ['DESCRIBE'],
  })

  assert.equal((await read()).text, "sym = 'US'")
})
