import assert from 'node:assert/strict'
import test from 'node:test'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

test('given a session’s statements, when a stranger lists them, then there are none', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, userNamed('ana'))

  const listing = given.sessions.listStatements(userNamed('bo'), session)

  await assert.rejects(listing, /not found/)
  assert.deepEqual(await given.sessions.listStatements(userNamed('ana'), session), [])
})
