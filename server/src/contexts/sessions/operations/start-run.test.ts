import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, permissive, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const roleArn = 'arn:aws:iam::444444444444:role/pipeline'
const wish = { applicationId: 'app-1', roleArn, clientToken: 't1' }

test('given a script, when it is run, then it ends as it ends, with its driver', async () => {
  await using given = await givenSessions()
  const { sessions } = given

  const entryPoints = { ok: 's3://b/ok.py', bad: 's3://b/fail.py' }
  for (const [clientToken, entryPoint] of Object.entries(entryPoints))
    await sessions.startRun(ana, { ...wish, clientToken, entryPoint, arguments: ['a'] })

  const ask = () => sessions.listRuns(ana, { applicationId: 'app-1' })
  const runs = await eventually(ask, (all) => all.every(({ endedAt }) => endedAt !== undefined))
  const ends = runs.map(({ clientToken, state, stateDetails }) => [
    clientToken,
    state,
    stateDetails,
  ])
  assert.deepEqual(ends.sort(), [
    ['bad', 'FAILED', 'ValueError: no'],
    ['ok', 'SUCCESS', ''],
  ])
  await eventually(
    async () => given.boxes.closed.length,
    (closed) => closed === 2,
  )
  assert.equal(given.held.size, 0)
})

test('given somebody in a role, when they run a script, then they are behind its job', async () => {
  const behind: unknown[] = []
  const identity: typeof permissive = {
    ...permissive,
    assumeForService: (wish) => {
      if (wish.sessionName.startsWith('run-')) behind.push(wish.behind)
      return permissive.assumeForService(wish)
    },
  }
  await using given = await givenSessions({ identity })
  const inRole = { ...ana, principalArn: roleArn, arn: `${roleArn}/ana`, behind: ana.arn }

  await given.sessions.startRun(inRole, { ...wish, entryPoint: 's3://b/ok.py' })

  const ask = () => given.sessions.listRuns(ana, { applicationId: 'app-1' })
  const [run] = await eventually(ask, ([one]) => one?.endedAt !== undefined)
  assert.equal(run?.owner, roleArn)
  assert.deepEqual(new Set(behind), new Set([ana.arn]))
})

test('given the same client token, when it comes again, then it is the same run', async () => {
  await using given = await givenSessions()
  const command = { ...wish, entryPoint: 's3://b/ok.py' }

  const first = await given.sessions.startRun(ana, command)
  const again = await given.sessions.startRun(ana, command)

  assert.equal(again.id, first.id)
  const other = given.sessions.startRun(ana, { ...command, arguments: ['x'] })
  await assert.rejects(other, /"t1" was used for another job run/)
})

test('given a session policy, when a run begins, then its rights are cut down to it', async () => {
  const policies: unknown[] = []
  const identity: typeof permissive = {
    ...permissive,
    assumeForService: (wanted) => {
      if (wanted.sessionName !== 'opening') policies.push(wanted.sessionPolicies)
      return permissive.assumeForService(wanted)
    },
  }
  await using given = await givenSessions({ identity })
  const { sessions } = given
  const policy = { Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] }
  const command = { ...wish, entryPoint: 's3://b/ok.py', conf: { 'spark.a': '1', 'spark.b': '1' } }

  const run = await sessions.startRun(ana, {
    ...{ ...command, sessionPolicy: JSON.stringify(policy), sparkParameters: '--conf spark.a=2' },
  })
  const wrong = sessions.startRun(ana, { ...command, clientToken: 't2', sessionPolicy: '{}' })

  await assert.rejects(wrong, /no statement/)
  const many = sessions.startRun(ana, { ...command, clientToken: 't3', attemptsMax: 11 })
  await assert.rejects(many, /maxAttempts must be 1 to 10/)
  assert.deepEqual(run.conf, { 'spark.a': '2', 'spark.b': '1' })
  await eventually(async () => policies.length, Boolean)
  assert.deepEqual(policies, [[policy]])
})

test('given no right, a foreign role or a strange script, when run, then refused', async () => {
  await using given = await givenSessions()
  await using shut = await givenSessions({ identity: identityErrors.demanding })
  const entryPoint = 's3://b/ok.py'
  const foreign = { ...wish, entryPoint, roleArn: 'arn:aws:iam::222222222222:role/x' }

  const denied = () => shut.sessions.startRun(ana, { ...wish, entryPoint })

  await assert.rejects(denied, identityErrors.denied.matches)
  await assert.rejects(given.sessions.startRun(ana, foreign), /is not of account/)
  const strange = () => given.sessions.startRun(ana, { ...wish, entryPoint: '/etc/passwd' })
  await assert.rejects(strange, /is no s3:/)
})

const limited = (concurrentRunsMax: number, queueTimeoutMinutes = 15) => ({
  findApplication: async () => ({ concurrentRunsMax, queueTimeoutMinutes }),
})

test('given two runs at most, when more are started, then they wait for those before', async () => {
  await using given = await givenSessions({ capacity: limited(2) })
  const { sessions } = given
  const entryPoint = 's3://b/wait.py'
  for (const clientToken of ['1', '2', '3', '4'])
    await sessions.startRun(ana, { ...wish, clientToken, entryPoint })
  const ask = async () =>
    Object.fromEntries(
      (await sessions.listRuns(ana, { applicationId: 'app-1' })).map((run) => [
        run.clientToken,
        run,
      ]),
    )
  const states = async () => Object.values(await ask()).map(({ state }) => state)
  const running = (all: string[]) => all.filter((state) => state === 'RUNNING').length === 2
  await eventually(states, running)
  const before = await ask()

  await sessions.cancelRun(ana, { applicationId: 'app-1', runId: before['1']!.id })

  assert.deepEqual([before['3']?.state, before['4']?.state], ['QUEUED', 'QUEUED'])
  assert.match(before['3']?.stateDetails ?? '', /at most 2 at the same time/)
  await eventually(
    async () => (await ask())['3']?.state,
    (state) => state === 'RUNNING',
  )
  assert.equal((await ask())['4']?.state, 'QUEUED')
})

test('given a run that waits past the queue timeout, when looked at, then cancelled', async () => {
  const clock = { now: new Date() }
  await using given = await givenSessions({ capacity: limited(1), clock: () => clock.now })
  const { sessions } = given
  const entryPoint = 's3://b/wait.py'
  for (const clientToken of ['1', '2'])
    await sessions.startRun(ana, { ...wish, clientToken, entryPoint })

  clock.now = new Date(clock.now.getTime() + 16 * 60_000)
  await sessions.startRun(ana, { ...wish, clientToken: '3', entryPoint })

  const runs = await sessions.listRuns(ana, { applicationId: 'app-1' })
  const second = runs.find(({ clientToken }) => clientToken === '2')
  assert.deepEqual(
    [second?.state, second?.stateDetails],
    ['CANCELLED', 'the run waited longer than its application lets runs queue'],
  )
})
