import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

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
