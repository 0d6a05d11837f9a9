import assert from 'node:assert/strict'
import test from 'node:test'
import type { SessionUser } from '../model/session.ts'
import { eventually, givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const command = { file: 's3://b/wait.py', name: 'nightly' }

test('given a batch, when its user asks by number or name, then with its log', async () => {
  await using given = await givenSessions()
  const { id } = await given.sessions.createBatch(ana, command)
  const ask = () => given.sessions.getBatch(ana, id)
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')

  await given.boxes.tell({ event: 'log', box, lines: ['hello'] })

  for (const wanted of [id, 'nightly'])
    assert.deepEqual((await given.sessions.getBatch(ana, wanted)).log, ['hello'])
})

test('given what a script printed last, when it comes after its end, then it is kept', async () => {
  await using given = await givenSessions()
  const { id } = await given.sessions.createBatch(ana, command)
  const ask = () => given.sessions.getBatch(ana, id)
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')
  given.boxes.close = () => {} // Its driver takes a while to end.
  const ok = { status: 'ok', execution_count: 0, data: {} } as const
  await given.boxes.say(box, { event: 'finished', id: 0, output: ok })
  assert.equal((await ask()).state, 'SUCCESS')

  await given.boxes.tell({ event: 'log', box, lines: ['the last line'] })
  await given.boxes.tell({ event: 'end', box, reason: 'its run has ended', log: [] })

  assert.deepEqual((await ask()).log, ['the last line'])
})

test('given somebody’s batch, when anybody else asks, then it is not there', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const { id } = await sessions.createBatch(ana, command)
  const wish = { applicationId: 'app', roleArn: 'arn:aws:iam::444444444444:role/r' }
  const start = { ...wish, clientToken: 't', entryPoint: 's3://b/wait.py' }
  const run = await sessions.startRun(ana.caller!, start)
  const bound = { ...ana, caller: { ...ana.caller!, sessionPolicies: [{ Statement: [] }] } }

  for (const other of [userNamed('bo'), userNamed('ana', { kind: 'cluster', id: 'j-1' }), bound])
    for (const wanted of [id, 'nightly'])
      await assert.rejects(sessions.getBatch(other, wanted), /not found/)
  for (const wanted of [run.id, '0', '999999999999999999', 'x'])
    await assert.rejects(sessions.getBatch(ana, wanted), /not found/)
})

test('given pairs of two roles of one person, when one asks, then not the other’s', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const { caller: _, ...cluster } = userNamed('analysts', { kind: 'cluster', id: 'j-1' })
  const pairOf = (role: string): SessionUser => {
    const roleArn = `arn:aws:iam::444444444444:role/${role}`
    const service = 'elasticmapreduce.amazonaws.com'
    return { ...cluster, principal: { kind: 'role', roleArn, service } }
  }
  const { id } = await sessions.createBatch(pairOf('a'), command)
  const session = await givenIdle(given, pairOf('a'))

  await sessions.getBatch(pairOf('a'), id)
  await sessions.getSession(pairOf('a'), session)

  await assert.rejects(sessions.getBatch(pairOf('b'), id), /not found/)
  await assert.rejects(sessions.getSession(pairOf('b'), session), /not found/)
  const all = { from: 0, size: 9 }
  assert.equal((await sessions.listBatches(pairOf('b'), all)).total, 0)
  assert.equal((await sessions.listSessions(pairOf('b'), all)).total, 0)
})
