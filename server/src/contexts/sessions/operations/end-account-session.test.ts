import assert from 'node:assert/strict'
import test from 'node:test'
import { noSuchSession } from '../errors.ts'
import {
  eventually,
  givenIdle,
  givenSessions,
  permissive,
  userNamed,
} from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const asBo = userNamed('bo').caller!

test("given another's session, when it is ended, then it is as if absent", async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)

  await assert.rejects(given.sessions.endAccountSession(asBo, id), noSuchSession.matches)

  assert.equal(given.boxes.closed.length, 0)
})

test('given a right over the account, when a session is ended, then its driver is', async () => {
  await using given = await givenSessions({
    identity: {
      ...permissive,
      allows: async (_caller, { action }) => action.startsWith('millrace:'),
    },
  })
  const id = await givenIdle(given, ana)

  await given.sessions.endAccountSession(asBo, id)

  assert.equal(given.boxes.closed.length, 1)
  const listed = () => given.sessions.listAccountSessions(asBo, {})
  const ended = await eventually(listed, ({ items }) => items[0]?.endedAt !== undefined)
  assert.equal(ended.items[0]?.mayStop, false)
})
