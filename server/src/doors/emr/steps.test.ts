import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddJobFlowStepsCommand,
  AddTagsCommand,
  CancelStepsCommand,
  DescribeClusterCommand,
  DescribeStepCommand,
  EMRClient,
  GetAutoTerminationPolicyCommand,
  ListStepsCommand,
  ListSupportedInstanceTypesCommand,
  ModifyClusterCommand,
  PutAutoTerminationPolicyCommand,
  RemoveAutoTerminationPolicyCommand,
  RemoveTagsCommand,
  RunJobFlowCommand,
  SetKeepJobFlowAliveWhenNoStepsCommand,
  SetTerminationProtectionCommand,
  type StepConfig,
} from '@aws-sdk/client-emr'
import { eventually } from '../../contexts/sessions/testing/index.ts'
import { givenComputeDoor } from '../../testing/compute.ts'
import { createEmrDoor } from './index.ts'

/** Steps as one role, and as no other. */
const policy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['elasticmapreduce:*Step*', 'elasticmapreduce:D*'], Resource: '*' },
    {
      Effect: 'Deny',
      Action: 'elasticmapreduce:AddJobFlowSteps',
      Resource: '*',
      Condition: {
        StringNotLike: { 'elasticmapreduce:ExecutionRoleArn': 'arn:aws:iam::*:role/research' },
      },
    },
  ],
}

const givenEmr = () =>
  givenComputeDoor({
    policy,
    door: (deps) => createEmrDoor({ ...deps, livyHost: '127.0.0.1', port: 8470 }),
  })

const flow = {
  Name: 'nightly',
  ReleaseLabel: 'emr-7.9.0',
  Instances: {
    KeepJobFlowAliveWhenNoSteps: true,
    InstanceGroups: [
      { InstanceRole: 'MASTER' as const, InstanceType: 'm5.xlarge', InstanceCount: 1 },
    ],
  },
}

const step = (Name: string, script: string): StepConfig => ({
  Name,
  ActionOnFailure: 'CONTINUE',
  HadoopJarStep: {
    Jar: 'command-runner.jar',
    Args: ['spark-submit', '--conf', 'spark.a=1', `s3://b/${script}.py`, 'x'],
  },
})

const terminal = ['COMPLETED', 'FAILED', 'CANCELLED']

/** The state of a step once it is one of `states`. */
const reaches = (client: EMRClient, ids: { ClusterId: string; StepId: string }, states: string[]) =>
  eventually(
    async () => (await client.send(new DescribeStepCommand(ids))).Step!,
    ({ Status }) => states.includes(Status?.State ?? ''),
  )

test('given a cluster with steps, when it is run, then they run and are described', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const role = { StepExecutionRoleArn: given.role }

  const { JobFlowId: ClusterId = '' } = await client.send(
    new RunJobFlowCommand({ ...flow, ...role, Steps: [step('good', 'ok'), step('bad', 'fail')] }),
  )
  const { Steps = [] } = await client.send(new ListStepsCommand({ ClusterId }))

  const [bad, good] = Steps.map(({ Id }) => Id!)
  const done = await reaches(client, { ClusterId, StepId: good! }, terminal)
  const failed = await reaches(client, { ClusterId, StepId: bad! }, terminal)
  assert.deepEqual([done.Name, done.Status?.State], ['good', 'COMPLETED'])
  assert.deepEqual(done.Config?.Args, step('', 'ok').HadoopJarStep?.Args)
  assert.equal(done.ExecutionRoleArn, given.role)
  assert.deepEqual(
    [failed.Status?.State, failed.Status?.FailureDetails?.Message],
    ['FAILED', 'ValueError: no'],
  )
  const states = { ClusterId, StepStates: ['FAILED' as const] }
  const { Steps: only = [] } = await client.send(new ListStepsCommand(states))
  assert.deepEqual(
    only.map(({ Id }) => Id),
    [bad],
  )
})

test('given a step that runs, when it is cancelled, then the cluster waits again', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId = '' } = await client.send(new RunJobFlowCommand(flow))
  const ClusterId = JobFlowId
  const added = new AddJobFlowStepsCommand({ JobFlowId, Steps: [step('long', 'wait')] })
  const [StepId = ''] = (await client.send(added)).StepIds ?? []
  await reaches(client, { ClusterId, StepId }, ['RUNNING'])
  const state = async () =>
    (await client.send(new DescribeClusterCommand({ ClusterId }))).Cluster?.Status?.State
  assert.equal(await state(), 'RUNNING')

  const cancel = new CancelStepsCommand({ ClusterId, StepIds: [StepId] })
  const { CancelStepsInfoList: first } = await client.send(cancel)
  const { Status } = await reaches(client, { ClusterId, StepId }, terminal)
  const { CancelStepsInfoList: again } = await client.send(cancel)

  assert.deepEqual(first, [{ StepId, Status: 'SUBMITTED' }])
  assert.deepEqual([Status?.State, again?.[0]?.Status], ['CANCELLED', 'FAILED'])
  assert.equal(await eventually(state, (now) => now !== 'RUNNING'), 'WAITING')
})

test('given a cluster for its steps alone, when the last has ended, then it ends', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const Instances = { ...flow.Instances, KeepJobFlowAliveWhenNoSteps: false }

  const { JobFlowId: ClusterId } = await client.send(
    new RunJobFlowCommand({ ...flow, Instances, Steps: [step('one', 'ok'), step('two', 'ok')] }),
  )

  const cluster = async () =>
    (await client.send(new DescribeClusterCommand({ ClusterId }))).Cluster?.Status
  const ended = await eventually(cluster, (now) => now?.State === 'TERMINATING')
  assert.equal(ended?.StateChangeReason?.Code, 'ALL_STEPS_COMPLETED')
  const { Steps = [] } = await client.send(new ListStepsCommand({ ClusterId }))
  assert.deepEqual(
    Steps.map(({ Status }) => Status?.State),
    ['COMPLETED', 'COMPLETED'],
  )
})

test('given a policy for one role, when steps are added, then as that role alone', async () => {
  await using given = await givenEmr()
  const admin = new EMRClient(given.admin)
  const quant = new EMRClient(given.quant)
  const { JobFlowId = '' } = await admin.send(new RunJobFlowCommand(flow))
  const Steps = [step('one', 'ok')]
  const other = `arn:aws:iam::${given.accountId}:role/other`
  const add = (role: object) =>
    quant.send(new AddJobFlowStepsCommand({ JobFlowId, Steps, ...role }))

  await assert.rejects(add({}), { name: 'AccessDeniedException' })
  await assert.rejects(add({ ExecutionRoleArn: other }), { name: 'AccessDeniedException' })
  assert.equal((await add({ ExecutionRoleArn: given.role })).StepIds?.length, 1)
  const outsider = new EMRClient(given.outsider)
  const theirs = outsider.send(new AddJobFlowStepsCommand({ JobFlowId, Steps }))
  await assert.rejects(theirs, { name: 'InvalidRequestException', message: /is not valid/ })
})

test('given a cluster whose steps are wrong, when it is run, then there is none', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const Steps = [
    step('good', 'ok'),
    { ...step('jar', 'ok'), HadoopJarStep: { Jar: 's3://b/x.jar' } },
  ]
  const nobody = `arn:aws:iam::${given.accountId}:role/nobody`

  const wrong = client.send(new RunJobFlowCommand({ ...flow, Steps }))
  await assert.rejects(wrong, { name: 'ValidationException', message: /step "jar" must be/ })
  const role = { Steps: [step('good', 'ok')], StepExecutionRoleArn: nobody }
  await assert.rejects(client.send(new RunJobFlowCommand({ ...flow, ...role })))

  assert.deepEqual(await given.compute.listClusters(given.caller, { countMax: 9 }), [])
})

test('given a cluster, when its settings are changed, then EMR’s operations tell', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId } = await client.send(new RunJobFlowCommand(flow))
  const JobFlowIds = [ClusterId!]
  const policyOf = async () =>
    (await client.send(new GetAutoTerminationPolicyCommand({ ClusterId }))).AutoTerminationPolicy

  await client.send(new ModifyClusterCommand({ ClusterId, StepConcurrencyLevel: 3 }))
  const Tags = [{ Key: 'team', Value: 'a' }]
  await client.send(new AddTagsCommand({ ResourceId: ClusterId, Tags }))
  await client.send(new RemoveTagsCommand({ ResourceId: ClusterId, TagKeys: ['none'] }))
  await client.send(new SetTerminationProtectionCommand({ JobFlowIds, TerminationProtected: true }))
  const AutoTerminationPolicy = { IdleTimeout: 120 }
  await client.send(new PutAutoTerminationPolicyCommand({ ClusterId, AutoTerminationPolicy }))

  assert.deepEqual(await policyOf(), AutoTerminationPolicy)
  await client.send(new RemoveAutoTerminationPolicyCommand({ ClusterId }))
  assert.equal(await policyOf(), undefined)
  const unkept = { JobFlowIds, KeepJobFlowAliveWhenNoSteps: false }
  await client.send(new SetKeepJobFlowAliveWhenNoStepsCommand(unkept))
  const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId }))
  assert.deepEqual(
    [Cluster?.StepConcurrencyLevel, Cluster?.Tags, Cluster?.TerminationProtected],
    [3, Tags, true],
  )
  assert.equal(Cluster?.AutoTerminate, true)
  const types = new ListSupportedInstanceTypesCommand({ ReleaseLabel: 'emr-7.9.0' })
  const { SupportedInstanceTypes = [] } = await client.send(types)
  const large = SupportedInstanceTypes.find(({ Type }) => Type === 'm5.xlarge')
  assert.deepEqual([large?.VCPU, large?.MemoryGB, large?.Architecture], [4, 16, 'X86_64'])
})
