import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity, trusting } from '../../../testing/identity.ts'
import { invalidToken } from '../errors.ts'

test('given an isolated account, when it is released, then its keys work again', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const { admin, accountId } = await given.account({ name: 'market' })
  await given.identity.isolateAccount('platform', { accountId })

  await given.identity.releaseAccount(governing.caller, { accountId })

  assert.equal((await given.caller(admin)).accountId, accountId)
})

test('given what isolation ended, when the account is released, then it stays over', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const { admin, caller, accountId } = await given.account({ name: 'market' })
  const bank = await given.account({ name: 'bank' })
  const trust = trusting({ AWS: accountId })
  const { arn: roleArn } = await given.identity.createRole(bank.caller, { name: 'near', trust })
  const near = () => given.identity.assumeRole(caller, { roleArn, sessionName: 'in' })
  const stolen = [(await given.identity.getSessionToken(caller, 129_600)).credentials]
  stolen.push((await near()).credentials)
  const token = await given.identity.issueToken(caller, 9000)
  const own = await given.caller((await given.identity.getSessionToken(bank.caller)).credentials)
  given.pass(60)
  await given.identity.isolateAccount('platform', { accountId })
  given.pass(60)

  await given.identity.releaseAccount('platform', { accountId })

  const over = invalidToken.matches
  for (const credentials of stolen)
    await assert.rejects(given.identity.authenticate(credentials, FROM_HOST), over)
  await assert.rejects(given.identity.verifyToken(token, FROM_HOST), over)
  const pair = { ...caller, issuedAt: new Date(given.now().getTime() - 90_000) }
  await assert.rejects(given.identity.demandStanding(pair, FROM_HOST), over)
  await given.identity.demandStanding(own, FROM_HOST)
  const anew = await given.identity.getSessionToken(await given.caller(admin))
  assert.equal((await given.caller(anew.credentials)).accountId, accountId)
})

test('given an account that is on, when it is released, then its sessions go on', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const { caller, accountId } = await given.account({ name: 'market' })
  const { credentials } = await given.identity.getSessionToken(caller)
  given.pass(60)

  await given.identity.releaseAccount('platform', { accountId })

  assert.equal((await given.caller(credentials)).accountId, accountId)
})
