import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given an idle session, when code is posted, then it runs in order', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)

  for (const code of ['one', 'fail', 'three'])
    await given.sessions.postStatement(ana, { session, code })

  const ask = () => given.sessions.listStatements(ana, session)
  const done = await eventually(ask, (all) => all.every(({ state }) => state === 'available'))
  assert.deepEqual(
    done.map(({ number, output }) => [number, output?.status]),
    [
      [0, 'ok'],
      [1, 'error'],
      [2, 'ok'],
    ],
  )
  const sent = given.boxes.sent.flatMap(({ order }) => (order.op === 'run' ? [order.code] : []))
  assert.deepEqual(sent, ['one', 'fail', 'three'])
})

test('given a statement that runs, when the server is new, then its output is found', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)
  await given.sessions.postStatement(ana, { session, code: 'wait for it' })
  const { box = '' } = await given.sessions.getSession(ana, session)
  given.boxes.left = [{ box, stage: 'claimed' }]

  const after = given.restart()
  await after.start()
  given.boxes.finish(box, 0, { status: 'ok', execution_count: 0, data: { 'text/plain': 'it' } })

  const ask = () => after.getStatement(ana, { session, number: 0 })
  const { output } = await eventually(ask, ({ state }) => state === 'available')
  assert.deepEqual(output?.data, { 'text/plain': 'it' })
  after.stop()
})

test('given a dead session or a strange kind, when code is posted, then no', async () => {
  await using given = await givenSessions()
  const session = await givenIdle(given, ana)
  const posting = given.sessions.postStatement(ana, { session, code: '1', kind: 'sparkr' })
  await assert.rejects(posting, /is not served/)

  given.boxes.close((await given.sessions.getSession(ana, session)).box ?? '', 'gone')

  const ask = () => given.sessions.getSession(ana, session)
  await eventually(ask, ({ state }) => state === 'dead')
  await assert.rejects(given.sessions.postStatement(ana, { session, code: '1' }), /is dead/)
})
