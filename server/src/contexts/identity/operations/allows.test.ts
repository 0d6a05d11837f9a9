import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'

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
