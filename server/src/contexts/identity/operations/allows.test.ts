import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { ANONYMOUS } from '../model/caller.ts'
import type { PolicyStatement } from '../model/policy.ts'

test('given a policy with variables, when the request fills them, then it is allowed', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const home = allowing('s3:*', `arn:aws:s3:::home/\${aws:username}/*`)
  const ana = await given.user(admin, 'ana', home)

  const own = { action: 's3:GetObject', resource: 'arn:aws:s3:::home/ana/x' }
  const others = { action: 's3:GetObject', resource: 'arn:aws:s3:::home/bob/x' }

  assert.equal(await given.identity.allows(ana, own), true)
  assert.equal(await given.identity.allows(ana, others), false)
})

test('given a deleted user, when another takes its name, then it has no rights', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const old = await given.user(admin, 'ana')
  const { accessKeyId } = old
  await given.identity.deleteAccessKey(admin, { userName: 'ana', accessKeyId })
  await given.identity.removePrincipal(admin, { kind: 'user', name: 'ana' })
  await given.user(admin, 'ana', allowing('*'))

  const may = await given.identity.allows(old, { action: 's3:GetObject', resource: '*' })

  assert.equal(may, false)
})

test('given a change on one server, when another listens, then it hears of it', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const other = given.secondServer()
  const ana = await given.user(admin, 'ana')
  const request = { action: 's3:GetObject', resource: '*' }

  const listener = await other.listen(given.pool)
  assert.equal(await other.allows(ana, request), false)
  await given.identity.putInlinePolicy(admin, {
    kind: 'user',
    name: 'ana',
    policyName: 'own',
    text: JSON.stringify(allowing('s3:*')),
  })

  const deadline = Date.now() + 10_000
  while (!(await other.allows(ana, request)) && Date.now() < deadline)
    await new Promise((soon) => setTimeout(soon, 10))
  assert.equal(await other.allows(ana, request), true)
  listener.stop()
})

test('given nobody’s signature, when asked, then what opens to everybody decides', async () => {
  await using given = await givenIdentity()
  const { accountId } = await given.account({ name: 'market' })
  const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/a' }
  const may = (statement: object, owner: string = accountId) => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*', ...statement } as PolicyStatement
    const document = { Statement: allow }
    const resourcePolicy = { document, accountId: owner }
    return given.identity.allows(ANONYMOUS, { ...asked, resourcePolicy })
  }
  const everybody = { Principal: '*' }

  assert.equal(await may(everybody), true)
  assert.equal(await may({ Principal: { AWS: '*' } }), true)
  for (const AWS of ['anonymous', 'arn:aws:iam::anonymous:root', accountId])
    assert.equal(await may({ Principal: { AWS } }), false, AWS)
  assert.equal(await may({ ...everybody, Effect: 'Deny' }), false)
  assert.equal(await may(everybody, 'anonymous'), false, 'what belongs to nobody opens to nobody')
  const Condition = { StringLike: { 'aws:PrincipalArn': '*' } }
  assert.equal(await may({ ...everybody, Condition }), false, 'they have no name to compare')
  assert.equal(await given.identity.allows(ANONYMOUS, asked), false, 'no policy, no right')
})
