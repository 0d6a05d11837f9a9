import assert from 'node:assert/strict'
import test from 'node:test'
import { defineError } from '../../../foundation/errors.ts'
import { noIsolation } from '../errors.ts'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, userNamed, waitingCluster } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const role = 'arn:aws:iam::444444444444:role/quant-research'

test('given a standby driver, when a session opens, then it is claimed and idle', async () => {
  await using given = await givenSessions()

  const opened = await given.sessions.createSession(ana, { kind: 'pyspark', name: 'mine' })

  assert.equal(opened.state, 'starting')
  const ask = () => given.sessions.getSession(ana, 'mine')
  const idle = await eventually(ask, ({ state }) => state === 'idle')
  assert.equal(idle.appId, 'local-1')
  const claim = given.boxes.sent.find(({ order }) => order.op === 'claim')
  assert.ok(claim?.order.op === 'claim')
  assert.equal(claim.order.token, `token for ${idle.box}`)
  assert.deepEqual(claim.order.catalogs, { lake: '111111111111', own: '444444444444' })
})

test('given a role that may be passed, when conf names it, then it is taken', async () => {
  await using given = await givenSessions()
  const conf = { 'emr-serverless.session.executionRoleArn': role }

  const opened = await given.sessions.createSession(ana, { conf })

  assert.deepEqual(opened.principal, {
    kind: 'role',
    roleArn: role,
    service: 'emr-serverless.amazonaws.com',
  })
})

test('given no right to pass a role, when conf names it, then nothing opens', async () => {
  await using given = await givenSessions({ identity: identityErrors.demanding })
  const conf = { 'emr-serverless.session.executionRoleArn': role }

  const opening = given.sessions.createSession(ana, { conf })

  await assert.rejects(opening, identityErrors.denied.matches)
  assert.deepEqual((await given.sessions.listAccountSessions(ana.caller!, {})).items, [])
})

test('given cluster credentials, when conf or proxyUser names another, then no', async () => {
  await using given = await givenSessions()
  const principal = { kind: 'role', roleArn: role, service: 'elasticmapreduce' } as const
  const { caller: _, ...bound } = { ...ana, principal }
  const conf = { 'emr-serverless.session.executionRoleArn': `${role}-2` }

  for (const command of [{ conf }, { proxyUser: 'bob' }])
    await assert.rejects(given.sessions.createSession(bound, command), /cannot run as/)

  await given.sessions.createSession(bound, { proxyUser: 'quant-research' })
})

test('given a taken name or unknown kind, when a session opens, then it is refused', async () => {
  await using given = await givenSessions()
  await given.sessions.createSession(ana, { name: 'mine' })

  await assert.rejects(given.sessions.createSession(ana, { name: 'mine' }), /is taken/)
  await assert.rejects(given.sessions.createSession(ana, { kind: 'sparkr' }), /is not served/)
  await given.sessions.createSession(userNamed('bo'), { name: 'mine' })
})

const full = defineError<{ everFits: boolean }>({
  code: 'testing.full',
  kind: 'limit-exceeded',
  message: () => 'the platform is full',
})

/** Capacity for one driver at a time. */
function oneAtATime() {
  const held = new Set<string>()
  return {
    async reserve() {
      if (held.size > 0) throw full({ everFits: true })
      held.add('r')
      return { id: 'r' }
    },
    release: async (id: string) => void held.delete(id),
  }
}

test('given no capacity, when a session opens, then it starts when there is some', async () => {
  await using given = await givenSessions({ capacity: oneAtATime() })
  const { sessions } = given
  const first = String((await sessions.createSession(ana, {})).id)
  const second = String((await sessions.createSession(ana, {})).id)
  const state = (id: string) => async () => (await sessions.getSession(ana, id)).state
  await eventually(state(first), (now) => now === 'idle')
  const waiting = await sessions.getSession(ana, second)

  await sessions.deleteSession(ana, first)

  assert.deepEqual([waiting.state, waiting.log], ['starting', ['waiting: the platform is full']])
  await eventually(state(second), (now) => now === 'idle')
})

test('given a wish that never fits, when a session opens, then it is refused at once', async () => {
  const reserve = () => Promise.reject(full({ everFits: false }))
  await using given = await givenSessions({ capacity: { reserve } })

  await assert.rejects(given.sessions.createSession(ana, {}), full.matches)
  assert.equal((await given.sessions.listSessions(ana, { from: 0, size: 9 })).total, 0)
})

test('given a larger driver, when a session asks for it, then its box is larger', async () => {
  const spark = { Classification: 'spark-defaults', Properties: { 'spark.executor.memory': '2g' } }
  const findCluster = async () => ({ ...waitingCluster, configurations: [spark] })
  await using given = await givenSessions({ capacity: { findCluster } })
  const conf = { 'spark.driver.memory': '3g', 'spark.sql.shuffle.partitions': '4' }
  const onCluster = userNamed('ana', { kind: 'cluster', id: 'j-1' })

  const { id } = await given.sessions.createSession(onCluster, { conf })

  const ask = () => given.sessions.getSession(onCluster, String(id))
  await eventually(ask, ({ state }) => state === 'idle')
  assert.deepEqual(
    given.boxes.orders.map(({ jvmMib }) => jvmMib),
    [5 * 1024],
  )
  const claim = given.boxes.sent.find(({ order }) => order.op === 'claim')
  assert.ok(claim?.order.op === 'claim')
  assert.deepEqual(claim.order.conf, { 'spark.sql.shuffle.partitions': '4' })
})

test('given a host without boxes, when a session opens, then none does, as told', async () => {
  await using given = await givenSessions({ isolation: 'trusted' })

  await assert.rejects(given.sessions.createSession(ana, {}), noIsolation.matches)
  assert.deepEqual(given.boxes.opened, [])
  assert.equal(given.sessions.standby()?.state, 'failed')
})
