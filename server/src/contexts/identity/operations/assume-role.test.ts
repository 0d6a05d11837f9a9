import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'
import { accessDenied, invalidInput, malformedPolicy } from '../errors.ts'
import type { AssumeRole } from './assume-role.ts'

async function givenRole(trust: (accountId: string) => string) {
  const given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const role = await given.identity.createRole(admin, {
    name: 'research',
    trust: trust(accountId),
    maxSessionSeconds: 7200,
  })
  await given.identity.putInlinePolicy(admin, {
    kind: 'role',
    name: 'research',
    policyName: 'own',
    text: JSON.stringify(allowing(['s3:*', 'glue:*', 'sts:*'])),
  })
  const command: AssumeRole = { roleArn: role.arn, sessionName: 'ana' }
  return Object.assign(given, { admin, accountId, command })
}

const trustAccount = (id: string) => trusting({ AWS: `arn:aws:iam::${id}:root` })

test('given a trusted account, when its user assumes, then it is the role', async () => {
  await using given = await givenRole(trustAccount)
  const ana = await given.user(given.admin, 'ana', allowing('sts:AssumeRole'))

  const { credentials } = await given.identity.assumeRole(ana, given.command)

  const session = await given.caller(credentials)
  assert.equal(session.principalArn, given.command.roleArn)
  assert.equal(session.arn, `arn:aws:sts::${given.accountId}:assumed-role/research/ana`)
  assert.match(session.userId, /^AROA[0-9A-Z]{17}:ana$/)
  const may = (action: string) => given.identity.allows(session, { action, resource: '*' })
  assert.deepEqual([await may('s3:GetObject'), await may('iam:CreateUser')], [true, false])
})

test('given a trusted account, when a user may not assume, then refused', async () => {
  await using given = await givenRole(trustAccount)
  const bob = await given.user(given.admin, 'bob')

  await assert.rejects(given.identity.assumeRole(bob, given.command), accessDenied.matches)
})

test('given a service’s role, when an admin assumes it, then it is refused', async () => {
  await using given = await givenRole(() => trusting({ Service: 'emr-serverless.amazonaws.com' }))

  const assumed = () => given.identity.assumeRole(given.admin, given.command)

  await assert.rejects(assumed, accessDenied.matches)
})

test('given a foreign account, when both sides agree, then it is the role', async () => {
  await using given = await givenRole(() => trusting({ AWS: '999999999999' }))
  const foreign = await given.account({ name: 'foreign', id: '999999999999' })
  const third = await given.account({ name: 'third' })
  const powerless = await given.user(foreign.caller, 'bob')

  const { caller } = await given.identity.assumeRole(foreign.caller, given.command)

  assert.equal(caller.accountId, given.accountId)
  for (const other of [powerless, third.caller])
    await assert.rejects(given.identity.assumeRole(other, given.command), accessDenied.matches)
})

test('given an external id, when it is wrong or missing, then it is refused', async () => {
  await using given = await givenRole((id) => {
    const trust = JSON.parse(trustAccount(id))
    trust.Statement[0].Condition = { StringEquals: { 'sts:ExternalId': 'agreed' } }
    return JSON.stringify(trust)
  })
  const assume = (externalId?: string) =>
    given.identity.assumeRole(given.admin, {
      ...given.command,
      ...(externalId === undefined ? {} : { externalId }),
    })

  await assume('agreed')

  await assert.rejects(assume('other'), accessDenied.matches)
  await assert.rejects(assume(), accessDenied.matches)
})

test('given a session policy, when assumed, then only both together allow', async () => {
  await using given = await givenRole(trustAccount)
  const policy = JSON.stringify(allowing(['s3:GetObject', 'iam:*']))

  const { caller } = await given.identity.assumeRole(given.admin, { ...given.command, policy })

  const may = (action: string) => given.identity.allows(caller, { action, resource: '*' })
  assert.deepEqual(
    [await may('s3:GetObject'), await may('s3:PutObject'), await may('iam:GetUser')],
    [true, false, false],
  )
})

test('given tags, when the trust does not let them be set, then refused', async () => {
  await using given = await givenRole(trustAccount)
  const ana = await given.user(given.admin, 'ana', allowing('sts:AssumeRole'))
  const command = { ...given.command, tags: { team: 'research' } }

  const tagged = () => given.identity.assumeRole(ana, command)

  await assert.rejects(tagged, accessDenied.matches)
})

test('given a wrong duration, name or policy, when assumed, then it is refused', async () => {
  await using given = await givenRole(trustAccount)
  const assume = (change: Partial<AssumeRole>) =>
    given.identity.assumeRole(given.admin, { ...given.command, ...change })

  await assert.rejects(assume({ seconds: 899 }), invalidInput.matches)
  await assert.rejects(assume({ seconds: 7201 }), invalidInput.matches)
  await assert.rejects(assume({ sessionName: 'a b' }), invalidInput.matches)
  await assert.rejects(assume({ tags: { team: '*' } }), invalidInput.matches)
  await assert.rejects(assume({ policy: '{}' }), malformedPolicy.matches)
  await assert.rejects(assume({ roleArn: 'arn:aws:iam::1:role/x' }), accessDenied.matches)
})

test('given a role’s session, when it assumes a role, then for one hour at most', async () => {
  await using given = await givenRole(trustAccount)
  const first = await given.identity.assumeRole(given.admin, { ...given.command, seconds: 7200 })

  const chained = await given.identity.assumeRole(first.caller, given.command)

  assert.equal(chained.credentials.expiresAt.getTime() - given.now().getTime(), 3_600_000)
  await assert.rejects(
    given.identity.assumeRole(first.caller, { ...given.command, seconds: 7200 }),
    invalidInput.matches,
  )
})

test('given a long session policy, when assumed, then its token carries it', async () => {
  await using given = await givenRole(trustAccount)
  const resources = Array.from({ length: 60 }, (_, index) => `arn:aws:s3:::lake/${index}/*`)
  const policy = JSON.stringify(allowing('s3:*', resources))

  const { credentials } = await given.identity.assumeRole(given.admin, { ...given.command, policy })

  const { sessionPolicies } = await given.caller(credentials)
  assert.deepEqual(sessionPolicies[0]?.Statement, JSON.parse(policy).Statement)
  assert.ok(credentials.sessionToken.length < 2000)
})

test('given a role and a user with tags, when they call, then the caller has them', async () => {
  await using given = await givenRole(trustAccount)
  const { admin, accountId } = given
  const role = await given.identity.createRole(admin, {
    name: 'desk',
    trust: trusting({ AWS: accountId }, ['sts:AssumeRole', 'sts:TagSession']),
    tags: { desk: 'fx' },
  })
  await given.identity.createUser(admin, { name: 'bob', tags: { desk: 'rates' } })
  const key = await given.identity.createAccessKey(admin, { userName: 'bob' })
  const command = { roleArn: role.arn, sessionName: 'bob', tags: { team: 'a' } }
  const { credentials } = await given.identity.assumeRole(admin, command)

  const [user, session] = [await given.caller(key), await given.caller(credentials)]

  assert.deepEqual(user.principalTags, { desk: 'rates' })
  assert.deepEqual([session.principalTags, session.sessionTags], [{ desk: 'fx' }, { team: 'a' }])
})
