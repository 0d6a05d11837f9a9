import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity, trusting } from '../../../testing/identity.ts'
import { accessDenied, accountIsolated, noSuchRole } from '../errors.ts'

const service = 'emr-serverless.amazonaws.com'

test('given a role that trusts a service, when it is assumed, then bound', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const role = await given.identity.createRole(admin, {
    name: 'pipeline',
    trust: trusting({ Service: [service] }),
  })
  const command = { roleArn: role.arn, service, sessionName: 'run-1', seconds: 3600 }

  const { credentials } = await given.identity.assumeForService({
    ...command,
    boundTo: 'session-7',
    sessionPolicies: [allowing('s3:*')],
  })

  const from = { box: 'session-7' }
  const { caller: session } = await given.identity.authenticate(credentials, from)
  assert.equal(session.boundTo, 'session-7')
  assert.equal(session.principalArn, role.arn)
  assert.equal(session.sessionPolicies.length, 1)
})

test('given a role that trusts no service, when assumed, then refused', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const trust = trusting({ AWS: accountId })
  const { arn } = await given.identity.createRole(admin, { name: 'people', trust })
  const command = { roleArn: arn, service, sessionName: 'run-1', seconds: 3600 }

  const refused = () => given.identity.assumeForService(command)
  const absent = () => given.identity.assumeForService({ ...command, roleArn: `${arn}x` })

  await assert.rejects(refused, accessDenied.matches)
  await assert.rejects(absent, noSuchRole.matches)
})

test('given work through another account, when that is isolated, then it ends', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const market = await given.account({ name: 'market' })
  const { caller: bank } = await given.account({ name: 'bank' })
  const trust = trusting({ Service: [service] })
  const { arn: roleArn } = await given.identity.createRole(bank, { name: 'runtime', trust })
  const assumedThrough = [market.accountId]
  const command = { roleArn, service, sessionName: 'run-1', seconds: 3600, assumedThrough }
  const { credentials } = await given.identity.assumeForService(command)
  assert.deepEqual((await given.caller(credentials)).assumedThrough, assumedThrough)

  await given.identity.isolateAccount('platform', { accountId: market.accountId })

  await assert.rejects(given.caller(credentials), accountIsolated.matches)
  await assert.rejects(given.identity.assumeForService(command), accountIsolated.matches)
})
