import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ConflictException,
  CreateApplicationCommand,
  DeleteApplicationCommand,
  EMRServerlessClient,
  GetApplicationCommand,
  GetDashboardForJobRunCommand,
  GetResourceDashboardCommand,
  ListApplicationsCommand,
  ResourceNotFoundException,
  StartApplicationCommand,
  StartJobRunCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
  ValidationException,
} from '@aws-sdk/client-emr-serverless'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { createEmrServerlessDoor } from './index.ts'

const withoutDrivers = {
  startRun: () => Promise.reject(new TypeError('no drivers here')),
  getRun: () => Promise.reject(new TypeError('no drivers here')),
  listRunAttempts: () => Promise.reject(new TypeError('no drivers here')),
  listRuns: async () => [],
  cancelRun: () => Promise.reject(new TypeError('no drivers here')),
  openRunDashboard: async () => ({ port: 8721, code: 'once' }),
  openResourceDashboard: async () => ({ port: 8722, code: 'once' }),
}

const givenServerless = () =>
  givenComputeDoor({
    policy: allowing('emr-serverless:GetApplication'),
    // Job runs are tried in `acceptance/livy`, where drivers are.
    door: (parts) =>
      createEmrServerlessDoor({ ...parts, sessions: withoutDrivers, reachedAt: 'https://m.test' }),
  })

const plan = {
  name: 'pipeline',
  releaseLabel: 'emr-7.9.0',
  type: 'SPARK',
  clientToken: 't-1',
  maximumCapacity: { cpu: '4 vCPU', memory: '16 GB', disk: '100 GB' },
  autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 5 },
  tags: { team: 'a' },
}

test('given an application, when read back, then it is what was asked for', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const { applicationId, arn } = await client.send(new CreateApplicationCommand(plan))

  const { application } = await client.send(new GetApplicationCommand({ applicationId }))

  const { accountId } = given
  assert.equal(arn, `arn:aws:emr-serverless:us-east-1:${accountId}:/applications/${applicationId}`)
  assert.deepEqual(application?.maximumCapacity, plan.maximumCapacity)
  assert.deepEqual([application?.state, application.type], ['CREATED', 'Spark'])
  assert.deepEqual(application?.autoStopConfiguration, plan.autoStopConfiguration)
  assert.deepEqual(application?.tags, plan.tags)
})

test('given an application, when started, stopped, deleted, then its state follows', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const { applicationId } = await client.send(new CreateApplicationCommand(plan))
  const state = async () =>
    (await client.send(new GetApplicationCommand({ applicationId }))).application?.state

  await client.send(new StartApplicationCommand({ applicationId }))
  assert.equal(await state(), 'STARTED')
  const early = client.send(new DeleteApplicationCommand({ applicationId }))
  await assert.rejects(early, ValidationException)
  await client.send(new StopApplicationCommand({ applicationId }))
  await client.send(new DeleteApplicationCommand({ applicationId }))

  assert.equal(await state(), 'TERMINATED')
})

test('given a page size, when listed, then the token leads through all', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  for (const clientToken of ['a', 'b', 'c'])
    await client.send(new CreateApplicationCommand({ ...plan, clientToken }))
  const list = (nextToken?: string) =>
    client.send(new ListApplicationsCommand({ maxResults: 2, nextToken, states: ['CREATED'] }))

  const first = await list()
  const rest = await list(first.nextToken)

  assert.equal(first.applications?.length, 2)
  assert.equal(rest.applications?.length, 1)
  await assert.rejects(list('nonsense'), ValidationException)
})

test('given wrong wishes, when sent, then each has its own error', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const { applicationId } = await client.send(new CreateApplicationCommand(plan))
  const create = (more: object, key = given.admin) =>
    new EMRServerlessClient(key).send(new CreateApplicationCommand({ ...plan, ...more }))
  const foreign = new EMRServerlessClient(given.outsider)

  await assert.rejects(create({ name: 'other' }), ConflictException)
  await assert.rejects(create({ clientToken: 'u', type: 'HIVE' }), ValidationException)
  const maximumCapacity = { cpu: 'many', memory: '1 GB' }
  await assert.rejects(create({ clientToken: 'u', maximumCapacity }), ValidationException)
  await assert.rejects(create({}, given.quant), { name: 'AccessDeniedException' })
  const reading = () => foreign.send(new GetApplicationCommand({ applicationId }))
  await assert.rejects(reading, ResourceNotFoundException)
})

test('given an application, when updated by its parts, then it answers as it is now', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const { applicationId } = await client.send(new CreateApplicationCommand(plan))
  const update = (more: object, key = given.admin) =>
    new EMRServerlessClient(key).send(
      new UpdateApplicationCommand({ applicationId, clientToken: 'u', ...more }),
    )

  const { application } = await update({
    releaseLabel: 'spark-4.1',
    maximumCapacity: { cpu: '2 vCPU', memory: '8 GB' },
    autoStopConfiguration: { enabled: false },
    schedulerConfiguration: { maxConcurrentRuns: 3 },
  })

  assert.equal(application?.releaseLabel, 'spark-4.1')
  assert.deepEqual(application?.maximumCapacity, { cpu: '2 vCPU', memory: '8 GB' })
  assert.deepEqual(application?.autoStopConfiguration, { enabled: false })
  const { maxConcurrentRuns, queueTimeoutMinutes } = application?.schedulerConfiguration ?? {}
  assert.deepEqual([maxConcurrentRuns, queueTimeoutMinutes], [3, 360])
  assert.deepEqual(application?.tags, plan.tags)
  await assert.rejects(update({ imageConfiguration: { imageUri: 'x' } }), ValidationException)
  await assert.rejects(update({}, given.quant), { name: 'AccessDeniedException' })
  await assert.rejects(update({}, given.outsider), ResourceNotFoundException)
  await client.send(new StartApplicationCommand({ applicationId }))
  await assert.rejects(update({ architecture: 'X86_64' }), ValidationException)
})

test('given members that nothing keeps, when sent, then they are refused by name', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const { applicationId } = await client.send(new CreateApplicationCommand(plan))
  const worker = { workerCount: 1, workerConfiguration: { cpu: '1vCPU', memory: '2GB' } }
  const create = (more: object) =>
    client.send(new CreateApplicationCommand({ ...plan, clientToken: 'u', ...more }))
  const start = (more: object) => {
    const sparkSubmit = { entryPoint: 's3://b/a.py' }
    const [executionRoleArn, jobDriver] = [given.role, { sparkSubmit }]
    const command = { applicationId, executionRoleArn, jobDriver, ...more }
    return client.send(new StartJobRunCommand(command))
  }

  const refusals: [Promise<unknown>, RegExp][] = [
    [create({ initialCapacity: { Driver: worker } }), /initialCapacity is not offered: drivers/],
    [
      create({ interactiveConfiguration: { studioEnabled: true } }),
      /interactiveConf.*studioEnabled/,
    ],
    [start({ mode: 'STREAMING' }), /mode STREAMING is not offered/],
    [start({ executionIamPolicy: { policyArns: ['x'] } }), /policyArns is not offered: write/],
    [
      start({
        configurationOverrides: {
          monitoringConfiguration: { cloudWatchLoggingConfiguration: { enabled: true } },
        },
      }),
      /monitoringConfiguration.cloudWatchLoggingConfiguration is not offered/,
    ],
    [
      start({
        configurationOverrides: { applicationConfiguration: [{ classification: 'hive-site' }] },
      }),
      /classification "hive-site" is not offered/,
    ],
  ]

  for (const [refused, message] of refusals)
    await assert.rejects(refused, (error: Error) => {
      assert.ok(error instanceof ValidationException)
      assert.match(error.message, message)
      return true
    })
})

test('given a run and a session, when a dashboard is asked for, then an address', async () => {
  await using given = await givenServerless()
  const client = new EMRServerlessClient(given.admin)
  const wanted = { applicationId: '00a', jobRunId: '00r' }

  const run = await client.send(new GetDashboardForJobRunCommand(wanted))
  const session = await client.send(
    new GetResourceDashboardCommand({
      ...{ applicationId: '00a', resourceId: '7', resourceType: 'SESSION' },
    }),
  )

  assert.equal(run.url, 'https://m.test:8721/millrace/enter?code=once')
  assert.equal(session.url, 'https://m.test:8722/millrace/enter?code=once')
})
