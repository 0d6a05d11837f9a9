import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { scopedCredentials } from '../errors.ts'

const scope = {
  tableId: 'tab-1',
  prefixes: [
    { location: 's3://lake/flights/', access: 'read' as const },
    { location: 's3://lake/out/', access: 'read-write' as const },
  ],
}

test('given vended credentials, when used beside storage, then they are refused', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })

  const vended = await given.identity.vend(caller, scope, 900)

  await assert.rejects(given.identity.authenticate(vended, FROM_HOST), scopedCredentials.matches)
  const serving = await given.identity.authenticate(vended, FROM_HOST, { storage: true })
  assert.deepEqual(serving.caller.scope, scope)
  const token = await given.identity.issueToken(serving.caller, 900)
  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), scopedCredentials.matches)
})

test('given a scope, when a policy is asked, then it opens nothing to it', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const vended = await given.caller(await given.identity.vend(caller, scope, 900))

  for (const request of [
    { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/flights/a.parquet' },
    { action: 'glue:GetTable', resource: '*' },
    { action: 'millrace:RunCode', resource: '*' },
  ]) {
    assert.equal(await given.identity.allows(caller, request), true)
    assert.equal(await given.identity.allows(vended, request), false)
  }
})

test('given a session, when it vends for longer, then the credentials end with it', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const session = await given.identity.getSessionToken(caller, 900)

  const vended = await given.identity.vend(session.caller, scope, 3600)

  assert.deepEqual(vended.expiresAt, session.credentials.expiresAt)
})
