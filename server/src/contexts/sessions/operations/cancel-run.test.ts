import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller

const roleArn = 'arn:aws:iam::444444444444:role/pipeline'

const wish = { applicationId: 'app-1', roleArn, clientToken: 't', entryPoint: 's3://b/wait.py' }

test('given a running run, when it is cancelled, then it ends cancelled', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const { id: runId } = await sessions.startRun(ana, wish)
  const name = { applicationId: 'app-1', runId }
  const ask = () => sessions.getRun(ana, name)
  await eventually(ask, ({ state }) => state === 'RUNNING')

  await sessions.cancelRun(ana, name)

  await eventually(ask, ({ state }) => state === 'CANCELLED')
  assert.equal(given.held.size, 0)
})

test('given a run that is cancelled, when its driver still begins, then it stays so', async () => {
  await using given = await givenSessions()
  const { sessions, boxes } = given
  const { id: runId } = await sessions.startRun(ana, wish)
  const name = { applicationId: 'app-1', runId }
  const ask = () => sessions.getRun(ana, name)
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')
  boxes.close = () => {} // Its driver takes a while to end.
  await sessions.cancelRun(ana, name)

  await boxes.say(box, { event: 'started', id: 0 })

  assert.equal((await ask()).state, 'CANCELLING')
})
