import assert from 'node:assert/strict'
import test from 'node:test'
import { noSuchSession } from '../errors.ts'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given a session, when its log is read, then its own people see the lines', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const id = await givenIdle(given, ana)

  const lines = await sessions.readAccountSessionLog(ana.caller!, id)

  assert.deepEqual(lines, await sessions.readLog(ana, id))
  const foreign = sessions.readAccountSessionLog(userNamed('bo').caller!, id)
  await assert.rejects(foreign, noSuchSession.matches)
})
