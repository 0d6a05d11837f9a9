import assert from 'node:assert/strict'
import test from 'node:test'
import { systemClock } from '../../../foundation/clock.ts'
import { givenIdentity, trusting } from '../../../testing/identity.ts'
import type { AccountId } from '../../identity/index.ts'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

test('given an account that is switched off, when it is heard, then its drivers end', async () => {
  await using given = await givenSessions()
  const ana = userNamed('ana')
  const id = await givenIdle(given, ana)
  const [subscription] = given.sessions.subscriptions()

  await subscription?.handle({ accountId: '222222222222' })
  assert.equal((await given.sessions.getSession(ana, id)).state, 'idle')
  await subscription?.handle({ accountId: ana.accountId })

  assert.equal(given.boxes.closed[0]?.reason, 'its account was switched off')
  await assert.rejects(given.sessions.getSession(ana, id), /not found/)
})

test('given a session in another’s role, when its maker’s ends, then it ends', async () => {
  await using given = await givenSessions()
  const accountId = '222222222222' as AccountId
  const ana = { ...userNamed('ana'), assumedThrough: [accountId] }
  const id = await givenIdle(given, ana)

  const ended = await given.sessions.endAccount({ accountId })

  assert.deepEqual(
    ended.sessions.map((session) => String(session.id)),
    [id],
  )
  await assert.rejects(given.sessions.getSession(ana, id), /not found/)
})

test('given a session through an account that is off, when it renews, then it ends', async () => {
  await using known = await givenIdentity(systemClock)
  const { identity } = known
  await known.account({ name: 'governance' })
  const maker = await known.account({ name: 'maker' })
  const { caller: host, accountId } = await known.account({ name: 'host' })
  const service = 'elasticmapreduce.amazonaws.com'
  const trust = trusting({ Service: service })
  const { arn: roleArn } = await identity.createRole(host, { name: 'runtime', trust })
  await using given = await givenSessions({ identity, credentialSeconds: 1, sweepMs: 20 })
  const place = { kind: 'cluster', id: 'j-1' } as const
  const principal = { kind: 'role', roleArn, service } as const
  const assumedThrough = [maker.accountId]
  const user = { accountId, owner: roleArn, behind: roleArn, place, principal, assumedThrough }
  const id = await givenIdle(given, user)

  // No event is heard: the rights themselves end.
  await identity.isolateAccount('platform', { accountId: maker.accountId })

  const ask = () => given.sessions.getSession(user, id)
  const dead = await eventually(ask, ({ state }) => state === 'dead')
  assert.match(dead.reason ?? '', /switched off/)
  await assert.rejects(given.sessions.createSession(user, {}), /switched off/)
})
