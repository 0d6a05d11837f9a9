import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLUSTER_READY } from '../../compute/index.ts'
import { RELEASE_SETTING } from '../model/ground.ts'
import { REQUIREMENTS } from '../model/requirements.ts'
import {
  eventually,
  type GivenSessions,
  givenIdle,
  givenSessions,
  userNamed,
  waitingCluster,
} from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const old = { [RELEASE_SETTING]: 'spark-3.5' }
const roleArn = 'arn:aws:iam::444444444444:role/research'

function seen({ sessions }: GivenSessions, id: number, user = ana) {
  return () => sessions.getSession(user, String(id))
}

test('given a release of its own, when a session opens, then on the engine of it', async () => {
  await using given = await givenSessions()

  const { id } = await given.sessions.createSession(ana, { conf: old })
  await givenIdle(given, ana)

  await eventually(seen(given, id), ({ state }) => state === 'idle')
  assert.deepEqual(
    given.boxes.orders.map(({ engine }) => engine),
    ['spark-3.5', 'spark-4.1'],
  )
  const strange = given.sessions.createSession(ana, { conf: { [RELEASE_SETTING]: 'emr-5.0.0' } })
  await assert.rejects(strange, /release "emr-5.0.0" is not offered/)
})

test('given an engine that is being made, when a session waits, then its log says so', async () => {
  await using given = await givenSessions()
  given.grounds.readiness = { state: 'pending', detail: 'jars, 2 of 3' }
  const { id } = await given.sessions.createSession(ana, { conf: old })
  const waiting = await seen(given, id)()

  assert.deepEqual(given.sessions.logOf(waiting), ['jars, 2 of 3'])
  assert.deepEqual([waiting.state, given.boxes.opened], ['starting', []])
  await given.grounds.become({ state: 'ready' })

  await eventually(seen(given, id), ({ state }) => state === 'idle')
})

test('given an engine that cannot be made, when it fails, then who waits hears why', async () => {
  await using given = await givenSessions()
  given.grounds.readiness = { state: 'pending', detail: 'jars, 2 of 3' }
  const { id } = await given.sessions.createSession(ana, { conf: old })
  const batch = await given.sessions.createBatch(ana, { file: 's3://b/ok.py', conf: old })
  const asked = () => given.sessions.getBatch(ana, batch.id)
  await eventually(asked, ({ stateDetails }) => stateDetails === 'jars, 2 of 3')

  await given.grounds.become({ state: 'failed', reason: 'no network' })

  const dead = await eventually(seen(given, id), ({ state }) => state === 'dead')
  assert.equal(dead.reason, 'no network')
  const failed = await eventually(asked, ({ state }) => state === 'FAILED')
  assert.deepEqual([failed.stateDetails, failed.log], ['no network', ['no network']])
  assert.equal(given.held.size, 0)
})

test('given places of a release, when code runs there, then on its engine alone', async () => {
  const cluster = { ...waitingCluster, releaseLabel: 'emr-7.9.0' }
  const readyApplication = async () => ({ releaseLabel: 'emr-7.5.0', interactive: true })
  const findCluster = async () => cluster
  const usableCluster = async () => cluster
  await using given = await givenSessions({
    capacity: { findCluster, usableCluster, readyApplication },
  })
  const words = ['s3://b/ok.py']
  const steps = [{ name: 'one', onFailure: 'CONTINUE' as const, words }]
  const script = { clientToken: 't', entryPoint: 's3://b/ok.py', roleArn }

  const [step] = await given.sessions.addSteps(ana.caller!, { clusterId: 'j-1', steps })
  const run = await given.sessions.startRun(ana.caller!, { applicationId: 'a', ...script })
  const user = userNamed('ana', { kind: 'cluster', id: 'j-1' })
  const session = await given.sessions.createSession(user, {})

  const labels = [step, run, session].map((one) => one?.releaseLabel)
  assert.deepEqual(labels, ['emr-7.9.0', 'emr-7.5.0', 'emr-7.9.0'])
  await eventually(
    async () => given.boxes.orders,
    ({ length }) => length === 3,
  )
  assert.deepEqual([...new Set(given.boxes.orders.map(({ engine }) => engine))], ['spark-3.5'])
  const other = given.sessions.createSession(user, { conf: old })
  await assert.rejects(other, /the release here is "emr-7.9.0"/)
})

test('given a cluster of a release, when it is ready, then its engine is made', async () => {
  const findCluster = async () => ({ ...waitingCluster, releaseLabel: 'emr-7.9.0' })
  await using given = await givenSessions({ capacity: { findCluster } })
  const heard = given.sessions.subscriptions().find(({ event }) => event === CLUSTER_READY)

  await heard?.handle({ clusterId: 'j-1' })

  assert.deepEqual(given.grounds.asked, [{ engine: 'spark-3.5' }])
})

test('given packages, when code wants them, then a driver of its own has them', async () => {
  await using given = await givenSessions({ sweepMs: 20 })
  given.grounds.readiness = { state: 'ready', layers: ['/packages/a'] }
  const conf = { [REQUIREMENTS]: 'humanize>=4 a' }
  const { id } = await given.sessions.createSession(ana, { conf })
  const batch = await given.sessions.createBatch(ana, { file: 's3://b/wait.py', conf })

  await eventually(seen(given, id), ({ state }) => state === 'idle')
  await eventually(
    async () => given.boxes.orders,
    ({ length }) => length === 2,
  )

  const packages = { accountId: ana.accountId, wanted: ['a', 'humanize>=4'] }
  for (const ground of given.grounds.asked)
    assert.deepEqual(ground, { engine: 'spark-4.1', packages })
  for (const { layers } of given.boxes.orders) assert.deepEqual(layers, ['/packages/a'])
  await eventually(
    async () => given.grounds.kept,
    ({ length }) => length === 2,
  )
  await given.sessions.deleteBatch(ana, batch.id)
  const strange = { [REQUIREMENTS]: 'a --default-index=http://evil' }
  const refused = given.sessions.createSession(ana, { conf: strange })
  await assert.rejects(refused, /"--default-index=http:..evil" is no package/)
})

test('given standby drivers, when code wants packages, then none of them is taken', async () => {
  const driver = { cores: 2, memoryMib: 1800, jvmMib: 768, temporaryMib: 512, standby: 1 }
  await using given = await givenSessions({ driver })
  await eventually(
    async () => given.boxes.opened,
    ({ length }) => length === 1,
  )

  const { id } = await given.sessions.createSession(ana, { conf: { [REQUIREMENTS]: 'a' } })

  const { box } = await eventually(seen(given, id), ({ state }) => state === 'idle')
  assert.notEqual(box, given.boxes.opened[0])
})
