import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseAway } from '../../../foundation/database-away.ts'
import { invalidSession } from '../errors.ts'
import {
  eventually,
  type GivenSessions,
  givenSessions,
  userNamed,
  waitingCluster,
} from '../testing/given-sessions.ts'
import { WRITE_LOG } from './write-log.ts'

const ana = userNamed('ana').caller!
const roleArn = 'arn:aws:iam::444444444444:role/research'
const script = { applicationId: '00a', roleArn, entryPoint: 's3://b/ok.py' }

/** Until it has ended as it should; then its log is written, as the job would. */
async function ended({ sessions }: GivenSessions, runId: string, attempt: number, state: string) {
  const ask = () => sessions.getRun(ana, { applicationId: '00a', runId })
  await eventually(ask, (run) => run.state === state)
  await sessions.jobs[WRITE_LOG]?.({ runId, attempt })
  return ask()
}

test('given a place for logs, when a run has ended, then its role has written it', async () => {
  await using given = await givenSessions()
  const logUri = 's3://logs/team/'
  const run = await given.sessions.startRun(ana, { ...script, clientToken: 't', logUri })
  const box = await eventually(
    async () => given.boxes.opened[0],
    (one) => one !== undefined,
  )
  await given.boxes.tell({ event: 'log', box: box!, lines: ['counted 7'] })

  await ended(given, run.id, 1, 'SUCCESS')

  const [[at = '', text] = []] = given.logs
  const key = `team/applications/00a/jobs/${run.id}/SPARK_DRIVER/stdout.gz`
  assert.equal(at, `${roleArn} s3://logs/${key}`)
  assert.match(text ?? '', /counted 7/)
})

test('given executors, when their run ends, then each has a log beside its driver’s', async () => {
  await using given = await givenSessions()
  const run = await given.sessions.startRun(ana, {
    ...script,
    clientToken: 't',
    logUri: 's3://logs',
  })
  const [box = ''] = await eventually(
    async () => given.boxes.opened,
    (opened) => opened.length > 0,
  )
  const lines = ['own', 'executor 0: theirs', 'executor 1: others']
  await given.boxes.tell({ event: 'log', box, lines })

  await ended(given, run.id, 1, 'SUCCESS')

  const jobs = `${roleArn} s3://logs/applications/00a/jobs/${run.id}`
  assert.doesNotMatch(given.logs.get(`${jobs}/SPARK_DRIVER/stdout.gz`) ?? '', /theirs/)
  assert.equal(given.logs.get(`${jobs}/SPARK_EXECUTOR/0/stdout.gz`), 'theirs\n')
  assert.equal(given.logs.get(`${jobs}/SPARK_EXECUTOR/1/stdout.gz`), 'others\n')
})

test('given a run that was tried twice, when both have failed, then each has its log', async () => {
  await using given = await givenSessions()
  const entryPoint = 's3://b/fail.py'
  const asked = { ...script, entryPoint, clientToken: 't', logUri: 's3://logs', attemptsMax: 2 }
  const run = await given.sessions.startRun(ana, asked)

  await ended(given, run.id, 1, 'FAILED')
  await ended(given, run.id, 2, 'FAILED')

  const jobs = `${roleArn} s3://logs/applications/00a/jobs/${run.id}`
  assert.deepEqual(
    [...given.logs.keys()],
    [`${jobs}/attempts/1/SPARK_DRIVER/stdout.gz`, `${jobs}/SPARK_DRIVER/stdout.gz`],
  )
})

test('given a role that may not write there, when a run ends, then its log says so', async () => {
  await using given = await givenSessions()
  const asked = { ...script, clientToken: 't', logUri: 's3://closed/a' }
  const run = await given.sessions.startRun(ana, asked)
  const said = (line: string) => line.startsWith('the log could not be written to s3://closed/')

  // The end of its box may be told of after this, and brings a log of its own.
  const { state } = await eventually(
    () => ended(given, run.id, 1, 'SUCCESS'),
    ({ log }) => log.some(said),
  )

  assert.equal(state, 'SUCCESS')
})

test('given no place for logs, or none in S3, when asked, then nothing is written', async () => {
  await using given = await givenSessions()
  const run = await given.sessions.startRun(ana, { ...script, clientToken: 't' })
  await ended(given, run.id, 1, 'SUCCESS')

  const wrong = { ...script, clientToken: 'u', logUri: 'file:///etc' }
  await assert.rejects(given.sessions.startRun(ana, wrong), invalidSession.matches)

  assert.equal(given.logs.size, 0)
})

test('given a cluster with a place for logs, when a step ends, then its is there', async () => {
  const cluster = { ...waitingCluster, echoed: { LogUri: 's3://logs/emr/' } }
  const usableCluster = async () => cluster
  await using given = await givenSessions({
    capacity: { findCluster: async () => cluster, usableCluster },
  })
  const steps = [{ name: 'one', onFailure: 'CONTINUE' as const, words: ['s3://b/ok.py'] }]
  const [step] = await given.sessions.addSteps(ana, { clusterId: 'j-1', steps, roleArn })
  const ask = () => given.sessions.getStep(ana, { clusterId: 'j-1', stepId: step!.id })
  await eventually(ask, ({ state }) => state === 'SUCCESS')

  await given.sessions.jobs[WRITE_LOG]?.({ runId: step!.id, attempt: 1 })

  assert.deepEqual(
    [...given.logs.keys()],
    [`${roleArn} s3://logs/emr/j-1/steps/${step!.id}/stdout.gz`],
  )
})

test('given a cluster with a place for logs, when a step has no role, then none is', async () => {
  const cluster = { ...waitingCluster, echoed: { LogUri: 's3://logs/emr/' } }
  await using given = await givenSessions({
    capacity: { findCluster: async () => cluster, usableCluster: async () => cluster },
  })
  const steps = [{ name: 'one', onFailure: 'CONTINUE' as const, words: ['s3://b/ok.py'] }]
  const [step] = await given.sessions.addSteps(ana, { clusterId: 'j-1', steps })
  const ask = () => given.sessions.getStep(ana, { clusterId: 'j-1', stepId: step!.id })
  await eventually(ask, ({ state }) => state === 'SUCCESS')

  await given.sessions.jobs[WRITE_LOG]?.({ runId: step!.id, attempt: 1 })

  assert.equal(given.logs.size, 0)
})

test('given a place that is away, when a log is to go there, then it is tried again', async () => {
  await using given = await givenSessions()
  const asked = { ...script, clientToken: 't', logUri: 's3://away/a' }
  const run = await given.sessions.startRun(ana, asked)
  const ask = () => given.sessions.getRun(ana, { applicationId: '00a', runId: run.id })
  await eventually(ask, ({ state }) => state === 'SUCCESS')
  const write = (last: boolean) =>
    given.sessions.jobs[WRITE_LOG]?.({ runId: run.id, attempt: 1 }, { last })

  await assert.rejects(async () => write(false), databaseAway.matches)
  // The end of its box may be told of after this, and brings a log of its own.
  const told = async () => {
    await write(true)
    return (await ask()).log
  }
  const said = (line: string) => line.startsWith('the log could not be written to s3://away/')
  await eventually(told, (log) => log.some(said))
})
