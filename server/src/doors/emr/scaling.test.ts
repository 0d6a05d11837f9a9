import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  EMRClient,
  GetManagedScalingPolicyCommand,
  ListInstanceGroupsCommand,
  ListInstancesCommand,
  ModifyInstanceGroupsCommand,
  PutManagedScalingPolicyCommand,
  RemoveManagedScalingPolicyCommand,
  RunJobFlowCommand,
} from '@aws-sdk/client-emr'
import { givenComputeDoor } from '../../testing/compute.ts'
import { createEmrDoor } from './index.ts'

/** Of another user; these tests are the administrator’s. */
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'elasticmapreduce:Describe*', Resource: '*' }],
}

const givenEmr = () =>
  givenComputeDoor({
    policy,
    door: (deps) => createEmrDoor({ ...deps, livyHost: '127.0.0.1', port: 8470 }),
  })

const flow = {
  Name: 'workers',
  ReleaseLabel: 'spark-4.1',
  Instances: {
    KeepJobFlowAliveWhenNoSteps: true,
    InstanceGroups: [
      { InstanceRole: 'MASTER' as const, InstanceType: 'm5.large', InstanceCount: 1 },
      { InstanceRole: 'CORE' as const, InstanceType: 'm5.large', InstanceCount: 2 },
    ],
  },
}
const ComputeLimits = {
  UnitType: 'Instances' as const,
  MinimumCapacityUnits: 1,
  MaximumCapacityUnits: 4,
}

test('given workers, when a group is resized, then its instances are told', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId } = await client.send(new RunJobFlowCommand(flow))
  const group = async () => {
    const { InstanceGroups } = await client.send(new ListInstanceGroupsCommand({ ClusterId }))
    return InstanceGroups?.find(({ InstanceGroupType }) => InstanceGroupType === 'CORE')
  }
  const { Instances: before = [] } = await client.send(
    new ListInstancesCommand({ ClusterId, InstanceGroupTypes: ['CORE'] }),
  )
  const resize = {
    InstanceGroupId: (await group())?.Id ?? '',
    InstanceCount: 1,
    EC2InstanceIdsToTerminate: [before[0]?.Ec2InstanceId ?? ''],
  }

  await client.send(new ModifyInstanceGroupsCommand({ ClusterId, InstanceGroups: [resize] }))

  const { Instances } = await client.send(
    new ListInstancesCommand({ ClusterId, InstanceGroupTypes: ['CORE'] }),
  )
  assert.deepEqual(
    Instances?.map(({ Id }) => Id),
    [before[1]?.Id],
  )
  // No head has said that it runs.
  assert.equal(Instances?.[0]?.Status?.State, 'PROVISIONING')
  const { RequestedInstanceCount, RunningInstanceCount, Status } = (await group()) ?? {}
  assert.deepEqual([RequestedInstanceCount, RunningInstanceCount], [1, 0])
  assert.equal(Status?.State, 'RESIZING')
})

test('given a policy, when it is put and removed, then it is told and gone', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId = '' } = await client.send(new RunJobFlowCommand(flow))
  const told = async () =>
    (await client.send(new GetManagedScalingPolicyCommand({ ClusterId }))).ManagedScalingPolicy

  const ManagedScalingPolicy = { ComputeLimits }
  await client.send(new PutManagedScalingPolicyCommand({ ClusterId, ManagedScalingPolicy }))
  assert.deepEqual(await told(), ManagedScalingPolicy)
  await client.send(new RemoveManagedScalingPolicyCommand({ ClusterId }))

  assert.equal(await told(), undefined)
})

test('given what is not offered, when scaling is asked for, then it says so', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId = '' } = await client.send(new RunJobFlowCommand(flow))
  const wrong = [
    { ComputeLimits: { ...ComputeLimits, UnitType: 'InstanceFleetUnits' as const } },
    { ComputeLimits: { ...ComputeLimits, MaximumCapacityUnits: 0 } },
    { ComputeLimits, ScalingStrategy: 'ADVANCED' as const },
    {},
  ]

  for (const ManagedScalingPolicy of wrong) {
    const put = new PutManagedScalingPolicyCommand({ ClusterId, ManagedScalingPolicy })
    await assert.rejects(client.send(put), { name: 'ValidationException' })
  }
})
