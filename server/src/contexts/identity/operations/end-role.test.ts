import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'

test('given a role, when the platform ends it, then its sessions are gone with it', async () => {
  await using given = await givenIdentity()
  const { identity } = given
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const made = await identity.createRole(admin, { name: 'trial', trust })
  const policy = { kind: 'role', name: 'trial', policyName: 'own' } as const
  const text = JSON.stringify(allowing('s3:*'))
  await identity.putInlinePolicy(admin, { ...policy, text })
  const wish = { roleArn: made.arn, sessionName: 'ana' }
  const { credentials } = await identity.assumeRole(admin, wish)

  await identity.endRole({ id: made.id })
  await identity.endRole({ id: made.id })

  assert.equal(await identity.findPrincipal(made.arn), undefined)
  await assert.rejects(given.caller(credentials), { code: 'identity.invalid-token' })
})

test('given another role of its name, when the first is ended, then the other stays', async () => {
  await using given = await givenIdentity()
  const { identity } = given
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const first = await identity.createRole(admin, { name: 'trial', trust })
  await identity.removePrincipal(admin, { kind: 'role', name: 'trial' })
  const second = await identity.createRole(admin, { name: 'trial', trust })

  await identity.endRole({ id: first.id })

  assert.equal((await identity.findPrincipal(second.arn))?.id, second.id)
})
