import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity, trusting } from '../../../testing/identity.ts'
import { accessDenied, accountIsolated, invalidInput } from '../errors.ts'

test('given keys, sessions and tokens, when the account is isolated, then all stop', async () => {
  await using given = await givenIdentity()
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
  await assert.rejects(given.identity.authenticate(admin), isolated)
  await assert.rejects(given.identity.authenticate(session.credentials), isolated)
  await assert.rejects(given.identity.authenticate(vended), isolated)
  await assert.rejects(given.identity.authenticate(fromOutside.credentials), isolated)
  await assert.rejects(given.identity.verifyToken(token), isolated)
  await assert.rejects(assume(), isolated)
  const request = { action: 's3:GetObject', resource: '*' }
  assert.equal(await given.identity.allows(caller, request), false)
  const jobs = await given.pool.query(
    "SELECT task_identifier AS name FROM graphile_worker.jobs WHERE task_identifier LIKE 'found%'",
  )
  assert.deepEqual(jobs.rows, [{ name: 'foundation.announce' }])
})

test('given an isolated account, when it is released, then its keys work again', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const { admin, accountId } = await given.account({ name: 'market' })
  await given.identity.isolateAccount('platform', { accountId })

  await given.identity.releaseAccount(governing.caller, { accountId })

  assert.equal((await given.caller(admin)).accountId, accountId)
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
