import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { systemClock } from '../../foundation/clock.ts'
import { givenDoor } from '../../testing/door.ts'
import { allowing, givenIdentity, trusting } from '../../testing/identity.ts'
import { createStsDoor } from './index.ts'

interface Key {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

async function givenSts() {
  const given = await givenIdentity(systemClock)
  const { identity, log } = given
  const door = await givenDoor(createStsDoor({ identity, clock: systemClock, log }))
  const client = (credentials: Key) =>
    new STSClient({ endpoint: door.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const account = await given.account({ name: 'market', id: '222222222222' })
  return {
    ...given,
    ...account,
    client,
    url: door.url,
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

test('given a user’s key, when it asks who it is, then it is told', async () => {
  await using given = await givenSts()

  const who = await given.client(given.admin).send(new GetCallerIdentityCommand())

  assert.equal(who.Account, '222222222222')
  assert.equal(who.Arn, 'arn:aws:iam::222222222222:user/admin')
  assert.equal(who.UserId, given.caller.userId)
})

test('given a role, when it is assumed, then its credentials are the session’s', async () => {
  await using given = await givenSts()
  const trust = trusting({ AWS: given.accountId }, ['sts:AssumeRole', 'sts:TagSession'])
  const { arn } = await given.identity.createRole(given.caller, { name: 'research', trust })

  const assumed = await given.client(given.admin).send(
    new AssumeRoleCommand({
      RoleArn: arn,
      RoleSessionName: 'ana',
      DurationSeconds: 900,
      Policy: JSON.stringify(allowing('s3:*')),
      Tags: [{ Key: 'team', Value: 'research' }],
    }),
  )

  const { AccessKeyId, SecretAccessKey, SessionToken } = assumed.Credentials!
  const session = given.client({
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    sessionToken: SessionToken!,
  })
  const who = await session.send(new GetCallerIdentityCommand())
  assert.equal(who.Arn, 'arn:aws:sts::222222222222:assumed-role/research/ana')
  assert.equal(who.UserId, assumed.AssumedRoleUser?.AssumedRoleId)
  const again = session.send(new GetSessionTokenCommand({}))
  await assert.rejects(again, { name: 'AccessDenied' })
})

test('given bad keys and requests, when sent, then each has the error that AWS gives', async () => {
  await using given = await givenSts()
  const { admin } = given
  const ask = new GetCallerIdentityCommand()
  const session = await given.identity.getSessionToken(given.caller, 900)

  const send = (key: Key) => given.client(key).send(ask)
  await assert.rejects(send({ ...admin, secretAccessKey: 'wrong' }), {
    name: 'SignatureDoesNotMatch',
  })
  await assert.rejects(send({ ...admin, accessKeyId: 'AKIANOBODY' }), {
    name: 'InvalidClientTokenId',
  })
  await assert.rejects(send({ ...session.credentials, sessionToken: 'x' }), {
    name: 'InvalidClientTokenId',
  })
  const client = given.client(admin)
  const assume = (change: object) =>
    client.send(
      new AssumeRoleCommand({ RoleArn: `${given.caller.arn}x`, RoleSessionName: 'ana', ...change }),
    )
  await assert.rejects(assume({}), { name: 'AccessDenied' })
  await assert.rejects(assume({ RoleSessionName: 'a b' }), { name: 'ValidationError' })
  await assert.rejects(assume({ Policy: '{}' }), { name: 'MalformedPolicyDocumentException' })
  await assert.rejects(client.send(new GetFederationTokenCommand({ Name: 'ana' })))
  const web = new AssumeRoleWithWebIdentityCommand({
    RoleArn: 'arn:aws:iam::222222222222:role/research',
    RoleSessionName: 'ana',
    WebIdentityToken: 'token',
  })
  await assert.rejects(client.send(web))
  const unsigned = await fetch(given.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'GetCallerIdentity' }),
  })
  assert.match(await unsigned.text(), /<Code>MissingAuthenticationToken<\/Code>/)
})
