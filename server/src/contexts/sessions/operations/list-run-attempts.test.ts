import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId, Caller } from '../../identity/index.ts'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, permissive, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const roleArn = 'arn:aws:iam::444444444444:role/pipeline'
const entryPoint = 's3://b/fail.py'
const wish = { applicationId: 'app-1', roleArn, clientToken: 't', entryPoint }

test('given a run that fails by itself, when it may be tried thrice, then it is', async () => {
  await using given = await givenSessions()
  const { sessions } = given

  const { id: runId } = await sessions.startRun(ana, { ...wish, attemptsMax: 3 })

  const name = { applicationId: 'app-1', runId }
  const ask = () => sessions.getRun(ana, name)
  const ended = await eventually(ask, ({ endedAt }) => endedAt !== undefined)
  assert.deepEqual([ended.state, ended.attempt], ['FAILED', 3])
  const attempts = await sessions.listRunAttempts(ana, name)
  assert.deepEqual(
    attempts.map(({ attempt, state, stateDetails }) => [attempt, state, stateDetails]),
    [3, 2, 1].map((attempt) => [attempt, 'FAILED', 'ValueError: no']),
  )
  const first = await sessions.getRun(ana, { ...name, attempt: 1 })
  assert.ok(first.endedAt! <= attempts[1]!.attemptAt)
  await assert.rejects(sessions.getRun(ana, { ...name, attempt: 4 }), /does not exist/)
  const stranger: Caller = { ...ana, accountId: '222222222222' as AccountId }
  await assert.rejects(sessions.listRunAttempts(stranger, name), /does not exist/)
  const scripts = given.boxes.sent.filter(({ order }) => order.op === 'script')
  assert.equal(new Set(scripts.map(({ box }) => box)).size, 3)
  assert.equal(given.held.size, 0)
})

test('given a driver that is lost, when its run has tries left, then another goes on', async () => {
  await using given = await givenSessions()
  const { sessions, boxes } = given
  const waits = { ...wish, entryPoint: 's3://b/wait.py', attemptsMax: 2 }
  const { id: runId } = await sessions.startRun(ana, waits)
  const ask = () => sessions.getRun(ana, { applicationId: 'app-1', runId })
  const first = await eventually(ask, ({ state }) => state === 'RUNNING')

  boxes.close(first.box!, 'the host took its memory')

  const second = await eventually(ask, ({ attempt, state }) => attempt === 2 && state === 'RUNNING')
  assert.notEqual(second.box, first.box)
  await sessions.cancelRun(ana, { applicationId: 'app-1', runId })
  assert.equal((await eventually(ask, ({ endedAt }) => !!endedAt)).state, 'CANCELLED')
})

test('given rights that are gone, when a run may be tried again, then it is not', async () => {
  const assumeForService: (typeof permissive)['assumeForService'] = (wanted) =>
    wanted.sessionName === 'opening'
      ? permissive.assumeForService(wanted)
      : Promise.reject(identityErrors.denied({}))
  await using given = await givenSessions({ identity: { ...permissive, assumeForService } })

  const { id: runId } = await given.sessions.startRun(ana, { ...wish, attemptsMax: 5 })

  const ask = () => given.sessions.getRun(ana, { applicationId: 'app-1', runId })
  const ended = await eventually(ask, ({ endedAt }) => endedAt !== undefined)
  assert.deepEqual([ended.state, ended.attempt], ['FAILED', 1])
})
