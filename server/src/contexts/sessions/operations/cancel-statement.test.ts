import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given one that runs and one that waits, when both are cancelled, then both end', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)
  for (const code of ['wait', 'never']) await given.sessions.postStatement(ana, { session, code })

  await given.sessions.interruptSession(ana, session)

  const ask = () => given.sessions.listStatements(ana, session)
  await eventually(ask, (all) => all.every(({ state }) => state === 'cancelled'))
  const sent = given.boxes.sent.flatMap(({ order }) => (order.op === 'run' ? [order.code] : []))
  assert.deepEqual(sent, ['wait'])
})

test('given a statement that has ended, when it is cancelled, then it stays as it is', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)
  await given.sessions.postStatement(ana, { session, code: 'one' })
  const ask = () => given.sessions.getStatement(ana, { session, number: 0 })
  await eventually(ask, ({ state }) => state === 'available')

  await given.sessions.cancelStatement(ana, { session, number: 0 })

  assert.equal((await ask()).state, 'available')
})
