import assert from 'node:assert/strict'
import test from 'node:test'
import { noSuchSession, sessionNotRunning } from '../errors.ts'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const asAna = ana.caller!
const asBo = userNamed('bo').caller!

test('given an idle session, when it is kept, then its idle time begins anew', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)
  const before = (await given.sessions.getSession(ana, id)).lastActiveAt

  await given.sessions.keepAccountSession(asAna, id)

  const { lastActiveAt } = await given.sessions.getSession(ana, id)
  assert.ok(lastActiveAt > before)
})

test('given an ended or a foreign session, when it is kept, then it is refused', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)
  const { sessions } = given

  await assert.rejects(sessions.keepAccountSession(asBo, id), noSuchSession.matches)

  await sessions.endAccountSession(asAna, id)
  await assert.rejects(sessions.keepAccountSession(asAna, id), sessionNotRunning.matches)
})
