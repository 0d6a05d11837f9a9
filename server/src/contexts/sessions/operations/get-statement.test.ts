import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given a running statement, when it is read, then it tells its progress', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)
  await given.sessions.postStatement(ana, { session, code: 'wait' })
  const { box = '' } = await given.sessions.getSession(ana, session)

  given.boxes.say(box, { event: 'progress', id: 0, progress: 0.25 })

  const ask = () => given.sessions.getStatement(ana, { session, number: 0 })
  assert.equal((await eventually(ask, ({ progress }) => progress > 0)).progress, 0.25)
  const missing = given.sessions.getStatement(ana, { session, number: 7 })
  await assert.rejects(missing, /Statement not found/)
})
