import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import { givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const all = { from: 0, size: 9 }

test('given two sessions, when they are listed in pages, then each knows of both', async () => {
  await using given = await givenSessions()
  const first = await given.sessions.createSession(ana, {})
  const second = await given.sessions.createSession(ana, {})

  const page = await given.sessions.listSessions(ana, { from: 1, size: 1 })

  assert.equal(page.total, 2)
  assert.deepEqual(
    page.sessions.map(({ id }) => id),
    [second.id],
  )
  assert.ok(first.id < second.id)
})

test('given other session policies, when sessions are listed, then none is theirs', async () => {
  await using given = await givenSessions()
  await given.sessions.createSession(ana, {})
  const caller = { ...ana.caller!, sessionPolicies: [{ Statement: [] }] }

  assert.equal((await given.sessions.listSessions({ ...ana, caller }, all)).total, 0)
})

test('given no right to run code, when sessions are listed, then it is refused', async () => {
  await using given = await givenSessions({ identity: identityErrors.demanding })

  await assert.rejects(given.sessions.listSessions(ana, all), identityErrors.denied.matches)
})
