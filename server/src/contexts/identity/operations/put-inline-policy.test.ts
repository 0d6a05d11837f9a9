import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, malformedPolicy, noSuchPolicy, noSuchUser } from '../errors.ts'

const ana = { kind: 'user' as const, name: 'ana' }

const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/a' }

test('given an inline policy, when put and deleted, then rights follow', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const caller = await given.user(admin, 'ana')
  const text = JSON.stringify(allowing('s3:GetObject'))
  const rights = async () => given.identity.allows(caller, request)

  assert.equal(await rights(), false)
  await given.identity.putInlinePolicy(admin, { ...ana, policyName: 'reads', text })
  assert.equal(await rights(), true)
  assert.equal(await given.identity.getInlinePolicy(admin, { ...ana, policyName: 'reads' }), text)
  assert.deepEqual(await given.identity.listInlinePolicies(admin, ana), ['reads'])
  await given.identity.deleteInlinePolicy(admin, { ...ana, policyName: 'reads' })
  assert.equal(await rights(), false)
  const gone = () => given.identity.getInlinePolicy(admin, { ...ana, policyName: 'reads' })
  await assert.rejects(gone, noSuchPolicy.matches)
})

test('given a user, when it widens its own rights, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const caller = await given.user(admin, 'ana', allowing(['iam:Get*', 's3:*']))
  const text = JSON.stringify(allowing('*'))

  const put = () => given.identity.putInlinePolicy(caller, { ...ana, policyName: 'all', text })

  await assert.rejects(put, accessDenied.matches)
})

test('given a malformed policy or no such holder, when put, then it is refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  await given.user(admin, 'ana')
  const put = (name: string, document: unknown) =>
    given.identity.putInlinePolicy(admin, {
      kind: 'user',
      name,
      policyName: 'p',
      text: typeof document === 'string' ? document : JSON.stringify(document),
    })
  const [statement] = allowing('s3:*').Statement

  for (const wrong of [
    '{',
    '[]',
    {},
    { Statement: [] },
    { Version: '2013-01-01', Statement: [statement] },
    { Statement: [{ ...statement, Effect: 'allow' }] },
    { Statement: [{ ...statement, Action: 's3' }] },
    { Statement: [{ ...statement, NotAction: 's3:*' }] },
    { Statement: [{ ...statement, Resource: undefined }] },
    { Statement: [{ ...statement, Principal: '*' }] },
    { Statement: [{ ...statement, Condition: { StringIs: { a: 'b' } } }] },
    { Statement: [{ ...statement, Condition: { NotIpAddress: { a: '10.0.0.0/x' } } }] },
  ])
    await assert.rejects(put('ana', wrong), malformedPolicy.matches, JSON.stringify(wrong))
  await assert.rejects(put('bob', allowing('s3:*')), noSuchUser.matches)
})
