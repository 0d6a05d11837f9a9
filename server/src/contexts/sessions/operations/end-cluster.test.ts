import assert from 'node:assert/strict'
import test from 'node:test'
import { CLUSTER_TERMINATING } from '../../compute/index.ts'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

test('given a cluster that is terminated, when it is heard, then its drivers end', async () => {
  await using given = await givenSessions()
  const ana = userNamed('ana', { kind: 'cluster', id: 'j-ONE' })
  const ben = userNamed('ben', { kind: 'cluster', id: 'j-TWO' })
  const one = await givenIdle(given, ana)
  const two = await givenIdle(given, ben)
  const subscriptions = given.sessions.subscriptions()

  for (const { event, handle } of subscriptions)
    if (event === CLUSTER_TERMINATING) await handle({ clusterId: 'j-ONE' })

  assert.deepEqual(
    given.boxes.closed.map(({ reason }) => reason),
    ['its cluster was terminated'],
  )
  await assert.rejects(given.sessions.getSession(ana, one), /not found/)
  assert.equal((await given.sessions.getSession(ben, two)).state, 'idle')
})

test('given a batch on a cluster, when that is terminated, then it is cancelled', async () => {
  await using given = await givenSessions()
  const ana = userNamed('ana', { kind: 'cluster', id: 'j-ONE' })
  const { id } = await given.sessions.createBatch(ana, { file: 's3://b/wait.py' })
  const ask = () => given.sessions.getBatch(ana, id)
  await eventually(ask, ({ state }) => state === 'RUNNING')

  for (const { event, handle } of given.sessions.subscriptions())
    if (event === CLUSTER_TERMINATING) await handle({ clusterId: 'j-ONE' })

  await eventually(ask, ({ state }) => state === 'CANCELLED')
})
