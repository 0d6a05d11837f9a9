import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

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

test('given the same client token, when it comes again, then it is the same run', async () => {
  await using given = await givenSessions()
  const command = { ...wish, entryPoint: 's3://b/ok.py' }

  const first = await given.sessions.startRun(ana, command)
  const again = await given.sessions.startRun(ana, command)

  assert.equal(again.id, first.id)
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
