import assert from 'node:assert/strict'
import test from 'node:test'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given a session, when it is deleted, then its driver ends and it is gone', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)

  await given.sessions.deleteSession(ana, id)

  assert.equal(given.boxes.closed.length, 1)
  await assert.rejects(given.sessions.getSession(ana, id), /not found/)
  await assert.rejects(given.sessions.deleteSession(ana, id), /not found/)
})

test('given somebody’s session, when another deletes it, then it stays', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)

  await assert.rejects(given.sessions.deleteSession(userNamed('bo'), id), /not found/)

  assert.equal((await given.sessions.getSession(ana, id)).state, 'idle')
})
