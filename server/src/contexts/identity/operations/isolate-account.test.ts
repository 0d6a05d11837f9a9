import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEARD, hear } from '../../../testing/hear.ts'
import { allowing, FROM_HOST, givenIdentity, trusting } from '../../../testing/identity.ts'
import { accessDenied, accountIsolated, invalidInput } from '../errors.ts'

test('given keys, sessions and tokens, when the account is isolated, then all stop', async () => {
  await using given = await givenIdentity()
  await hear(given, 'identity.account-isolated')
  const governing = await given.account({ name: 'governance' })
  const { admin, caller, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: governing.accountId })
  const { arn: roleArn } = await given.identity.createRole(caller, { name: 'shared', trust })
  const session = await given.identity.getSessionToken(caller)
  const vended = await given.identity.vend(caller, { prefixes: [] }, 900)
  const token = await given.identity.issueToken(caller, 900)
  const assume = () => given.identity.assumeRole(governing.caller, { roleArn, sessionName: 'in' })
  const fromOutside = await assume()

  await given.identity.isolateAccount(governing.caller, { accountId, reason: 'left' })

  const isolated = accountIsolated.matches
  await assert.rejects(given.identity.authenticate(admin, FROM_HOST), isolated)
  await assert.rejects(given.identity.authenticate(session.credentials, FROM_HOST), isolated)
  await assert.rejects(given.identity.authenticate(vended, FROM_HOST), isolated)
  await assert.rejects(given.identity.authenticate(fromOutside.credentials, FROM_HOST), isolated)
  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), isolated)
  await assert.rejects(assume(), isolated)
  const request = { action: 's3:GetObject', resource: '*' }
  assert.equal(await given.identity.allows(caller, request), false)
  const jobs = await given.pool.query(
    'SELECT task_identifier AS name FROM graphile_worker.jobs WHERE task_identifier = $1',
    [HEARD],
  )
  assert.deepEqual(jobs.rows, [{ name: HEARD }])
})

test('given two accounts, when one isolates the other, then it is refused', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const one = await given.account({ name: 'one' })
  const two = await given.account({ name: 'two' })

  const other = () => given.identity.isolateAccount(one.caller, { accountId: two.accountId })
  const above = () => given.identity.isolateAccount('platform', { accountId: governing.accountId })

  await assert.rejects(other, accessDenied.matches)
  await assert.rejects(above, invalidInput.matches)
})

test('given sessions in roles of others, when their maker is isolated, then they end', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const market = await given.account({ name: 'market' })
  const bank = await given.account({ name: 'bank' })
  const shop = await given.account({ name: 'shop' })
  const bankTrust = trusting({ AWS: market.accountId })
  const near = await given.identity.createRole(bank.caller, { name: 'near', trust: bankTrust })
  const shopTrust = trusting({ AWS: bank.accountId })
  const far = await given.identity.createRole(shop.caller, { name: 'far', trust: shopTrust })
  const policy = { kind: 'role', name: 'near', policyName: 'own' } as const
  const text = JSON.stringify(allowing('sts:AssumeRole'))
  await given.identity.putInlinePolicy(bank.caller, { ...policy, text })
  const one = await given.identity.assumeRole(market.caller, {
    roleArn: near.arn,
    sessionName: 'in',
  })
  const two = await given.identity.assumeRole(one.caller, { roleArn: far.arn, sessionName: 'in' })
  const token = await given.identity.issueToken(two.caller, 900)
  assert.equal((await given.caller(two.credentials)).accountId, shop.accountId)

  await given.identity.isolateAccount('platform', { accountId: market.accountId })

  for (const { credentials } of [one, two])
    await assert.rejects(
      given.identity.authenticate(credentials, FROM_HOST),
      accountIsolated.matches,
    )
  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), accountIsolated.matches)
  const request = { action: 's3:GetObject', resource: '*' }
  assert.equal(await given.identity.allows(two.caller, request), false)
  assert.equal((await given.caller(shop.admin)).accountId, shop.accountId)
})
