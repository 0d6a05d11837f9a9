import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import {
  eventually,
  givenSessions,
  permissive,
  userNamed,
  waitingCluster,
} from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const onCluster = userNamed('ana', { kind: 'cluster', id: 'j-1' })

test('given scripts, when they are run as batches, then each ends as it ends', async () => {
  await using given = await givenSessions()
  const { sessions } = given

  const ok = await sessions.createBatch(ana, { file: 's3://b/ok.py', args: ['a'] })
  const bad = await sessions.createBatch(ana, { file: 's3://b/fail.py' })

  const ended = (id: string) =>
    eventually(
      () => sessions.getBatch(ana, id),
      ({ endedAt }) => endedAt !== undefined,
    )
  assert.equal((await ended(ok.id)).state, 'SUCCESS')
  assert.deepEqual([(await ended(bad.id)).state, bad.id], ['FAILED', String(Number(ok.id) + 1)])
  assert.equal((await ended(ok.id)).appId, 'local-1')
  const orders = given.boxes.sent.map(({ order }) => order)
  const scripts = orders.flatMap((order) => (order.op === 'script' ? [order] : []))
  const passed = scripts.find(({ location }) => location === 's3://b/ok.py')?.arguments
  assert.deepEqual(passed, ['a'])
  assert.equal(given.held.size, 0)
})

test('given a user on a cluster, when they run a batch, then it has its settings', async () => {
  const spark = { Classification: 'spark-defaults', Properties: { 'spark.a': 'theirs' } }
  const findCluster = async () => ({ ...waitingCluster, configurations: [spark] })
  await using given = await givenSessions({ capacity: { findCluster } })

  await given.sessions.createBatch(onCluster, { file: 's3://b/ok.py', conf: { 'spark.b': '1' } })

  const claimed = () => given.boxes.sent.find(({ order }) => order.op === 'claim')?.order
  const claim = await eventually(async () => claimed(), Boolean)
  assert.deepEqual(claim?.op === 'claim' && claim.conf, { 'spark.a': 'theirs', 'spark.b': '1' })
})

test('given a living batch, when its name is used again, then only after its end', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const command = { file: 's3://b/wait.py', name: 'nightly' }
  await sessions.createBatch(ana, command)

  await assert.rejects(sessions.createBatch(ana, command), /"nightly" is taken/)
  await sessions.createBatch(userNamed('bo'), command)
  await sessions.createBatch(onCluster, command)

  await sessions.deleteBatch(ana, 'nightly')
  const free = async () => sessions.createBatch(ana, command).catch(() => undefined)
  assert.ok(await eventually(free, Boolean))
})

test('given no right, another’s name or a strange file, when run, then refused', async () => {
  await using given = await givenSessions()
  await using shut = await givenSessions({ identity: identityErrors.demanding })
  const file = 's3://b/ok.py'
  const { sessions } = given

  await assert.rejects(shut.sessions.createBatch(ana, { file }), identityErrors.denied.matches)
  const other = sessions.createBatch(ana, { file, proxyUser: 'root' })
  await assert.rejects(other, /cannot run as "root"/)
  for (const strange of ['/etc/passwd', 'local:/x.py', 's3://b/x.jar', 's3:///x.py'])
    await assert.rejects(sessions.createBatch(ana, { file: strange }), /is no s3:/, strange)
  assert.equal((await sessions.listBatches(ana, { from: 0, size: 9 })).total, 0)
})

test('given rights that end, when a batch waits for its driver, then it says so', async () => {
  const actForCaller = () => Promise.reject(identityErrors.denied({}))
  await using given = await givenSessions({ identity: { ...permissive, actForCaller } })

  const { id } = await given.sessions.createBatch(ana, { file: 's3://b/ok.py' })

  const ask = () => given.sessions.getBatch(ana, id)
  const { state, stateDetails } = await eventually(ask, ({ endedAt }) => endedAt !== undefined)
  assert.deepEqual([state, stateDetails], ['FAILED', identityErrors.denied({}).message])
})
