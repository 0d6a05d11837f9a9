import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

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
