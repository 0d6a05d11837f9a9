import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

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
  assert.equal((await given.sessions.listSessions(ana, { from: 0, size: 9 })).total, 0)
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
