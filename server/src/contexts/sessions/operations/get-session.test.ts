import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given a session, when another user or place asks, then it is not there', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)
  const elsewhere = userNamed('ana', { kind: 'cluster', id: 'j-1' })

  for (const stranger of [userNamed('bo'), elsewhere]) {
    await assert.rejects(given.sessions.getSession(stranger, id), /not found/)
    assert.equal((await given.sessions.listSessions(stranger, { from: 0, size: 9 })).total, 0)
  }

  assert.equal((await given.sessions.listSessions(ana, { from: 0, size: 9 })).total, 1)
  const refused = await given.database.sql
    .selectFrom('foundation.outbox')
    .select(['actor', 'action', 'resource'])
    .where('decision', '=', 'denied')
    .orderBy('id')
    .execute()
  const deed = { action: 'sessions.session-demanded', resource: `session/${id}` }
  const asked = [userNamed('bo'), elsewhere].map(({ owner: actor }) => ({ actor, ...deed }))
  assert.deepEqual(refused, asked)
})

test('given a driver that ends, when its session is read, then it says why', async () => {
  await using given = await givenSessions()
  const id = await givenIdle(given, ana)
  const { box = '' } = await given.sessions.getSession(ana, id)

  given.boxes.close(box, 'out of memory: the driver used more than its 1800 MiB')

  const ask = () => given.sessions.getSession(ana, id)
  const dead = await eventually(ask, ({ state }) => state === 'dead')
  assert.match(dead.reason ?? '', /out of memory/)
  assert.deepEqual(dead.log.slice(0, 1), ['last words'])
  assert.equal(given.held.size, 0)
})
