import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'

const SERVICE = { Service: 'emr-serverless.amazonaws.com' }

/** Role `research` in account `equities`, with this trust. */
async function givenRole(trust: (accountId: string) => string, service = false) {
  const given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'equities' })
  const { arn: role } = await given.identity.createRole(admin, {
    ...{ name: 'research', trust: service ? trusting(SERVICE) : trust(accountId) },
  })
  const user = (name: string, policy?: object) => given.user(admin, name, policy)
  const could = ({ principalArn }: { principalArn: string }) =>
    given.identity.couldWorkAs({ user: principalArn, role })
  return { given, admin, accountId, role, user, could }
}

const toAccount = (accountId: string) => trusting({ AWS: `arn:aws:iam::${accountId}:root` })

test('given a role, when a user could take it or not, then that is told', async () => {
  const { given, admin, role, user, could } = await givenRole(toAccount)
  await using _ = given
  const ana = await user('ana', allowing('sts:AssumeRole', role))
  const ben = await user('ben', allowing('sts:AssumeRole', `${role}-other`))

  assert.deepEqual([await could(ana), await could(ben), await could(admin)], [true, false, true])
  const none = { user: ana.principalArn, role: `${role}-none` }
  assert.equal(await given.identity.couldWorkAs(none), false)
})

test('given a role between, when it is taken first, then the user could work as both', async () => {
  const { given, admin, accountId, role, user, could } = await givenRole(toAccount)
  await using _ = given
  const trust = toAccount(accountId)
  const between = await given.identity.createRole(admin, { name: 'between', trust })
  await given.identity.putInlinePolicy(admin, {
    ...{ kind: 'role', name: 'between', policyName: 'on' },
    text: JSON.stringify(allowing('sts:AssumeRole', role)),
  })
  const ana = await user('ana', allowing('sts:AssumeRole', between.arn))
  const ben = await user('ben')

  assert.deepEqual([await could(ana), await could(ben)], [true, false])
})

test('given a role of a service, when a user may pass it, then they could work as it', async () => {
  const { given, role, user, could } = await givenRole(toAccount, true)
  await using _ = given
  const ana = await user('ana', allowing('iam:PassRole', role))
  const ben = await user('ben', allowing('sts:AssumeRole', role))

  assert.deepEqual([await could(ana), await could(ben)], [true, false])
})

test('given a policy with a condition, when it may hold some day, then it counts', async () => {
  const { given, role, user, could } = await givenRole(toAccount)
  await using _ = given
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
  const allow = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role }
  const deny = { ...allow, Effect: 'Deny' }
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
  const atTimes = await user('ana', policy({ ...allow, Condition }))
  const mostly = await user('ben', policy(allow, { ...deny, Condition }))
  const never = await user('eve', policy(allow, deny))

  assert.deepEqual(
    [await could(atTimes), await could(mostly), await could(never)],
    [true, true, false],
  )
})
