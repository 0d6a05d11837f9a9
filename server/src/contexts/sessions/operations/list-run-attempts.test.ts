import assert from 'node:assert/strict'
import test from 'node:test'
import { sql as raw } from 'kysely'
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

test('given a database that is away when a driver ends, when told again, then it is', async () => {
  await using given = await givenSessions({ sweepMs: 3_600_000 })
  const { sessions, boxes, database } = given
  const waits = { ...wish, entryPoint: 's3://b/wait.py' }
  const { id: runId } = await sessions.startRun(ana, waits)
  const ask = () => sessions.getRun(ana, { applicationId: 'app-1', runId })
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')
  const end = { event: 'end' as const, box, reason: 'it ended', log: [] }
  await raw`ALTER TABLE sessions.runs RENAME TO runs_away`.execute(database.sql)

  await boxes.tell(end)
  await raw`ALTER TABLE sessions.runs_away RENAME TO runs`.execute(database.sql)
  await boxes.tell(end)

  assert.equal((await ask()).state, 'FAILED')
  assert.equal(given.held.size, 0)
})

test('given an attempt after a long one, when it queues, then its wait begins anew', async () => {
  const clock = { now: new Date() }
  const findApplication = async () => ({ concurrentRunsMax: 1, queueTimeoutMinutes: 15 })
  await using given = await givenSessions({
    capacity: { findApplication },
    clock: () => clock.now,
  })
  const { sessions, boxes } = given
  const waits = { ...wish, entryPoint: 's3://b/wait.py', attemptsMax: 2 }
  const { id: runId } = await sessions.startRun(ana, waits)
  const ask = () => sessions.getRun(ana, { applicationId: 'app-1', runId })
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')

  clock.now = new Date(clock.now.getTime() + 60 * 60_000)
  boxes.close(box, 'the host took its memory')

  const second = await eventually(ask, ({ attempt, state }) => attempt === 2 && state !== 'QUEUED')
  assert.notEqual(second.state, 'CANCELLED')
})

test('given a run that is being cancelled, when its driver fails, then it is over', async () => {
  await using given = await givenSessions()
  const { sessions, boxes } = given
  const waits = { ...wish, entryPoint: 's3://b/wait.py', attemptsMax: 3 }
  const { id: runId } = await sessions.startRun(ana, waits)
  const name = { applicationId: 'app-1', runId }
  const ask = () => sessions.getRun(ana, name)
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')
  const cancelled = sessions.cancelRun(ana, name)
  const failed = boxes.tell({ event: 'end', box, reason: 'it was lost', log: [] })
  await Promise.all([cancelled, failed])

  // Whichever came first, nothing of it goes on.
  const { state } = await eventually(ask, ({ endedAt }) => endedAt !== undefined)
  assert.equal(state, 'CANCELLED')
  assert.equal(given.held.size, 0)
})
