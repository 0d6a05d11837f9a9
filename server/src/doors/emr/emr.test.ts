import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddInstanceFleetCommand,
  DescribeClusterCommand,
  EMRClient,
  GetClusterSessionCredentialsCommand,
  InvalidRequestException,
  ListClustersCommand,
  ListInstanceGroupsCommand,
  ListInstancesCommand,
  RunJobFlowCommand,
  type RunJobFlowCommandInput,
  TerminateJobFlowsCommand,
} from '@aws-sdk/client-emr'
import { givenComputeDoor } from '../../testing/compute.ts'
import { FROM_HOST } from '../../testing/identity.ts'
import { createEmrDoor } from './index.ts'

/** What a data scientist may do: take one role on clusters, and nothing that makes one. */
const policy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'elasticmapreduce:Describe*', Resource: '*' },
    {
      Effect: 'Allow',
      Action: 'elasticmapreduce:GetClusterSessionCredentials',
      Resource: '*',
      Condition: {
        StringLike: { 'elasticmapreduce:ExecutionRoleArn': 'arn:aws:iam::*:role/research' },
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
  Name: 'research',
  ReleaseLabel: 'emr-7.9.0',
  Applications: [{ Name: 'Spark' }, { Name: 'Livy' }],
  Tags: [{ Key: 'team', Value: 'a' }],
  AutoTerminationPolicy: { IdleTimeout: 3600 },
  Instances: {
    KeepJobFlowAliveWhenNoSteps: true,
    InstanceGroups: [
      { InstanceRole: 'CORE' as const, InstanceType: 'm5.xlarge', InstanceCount: 2 },
      { InstanceRole: 'MASTER' as const, InstanceType: 'm5.xlarge', InstanceCount: 1 },
    ],
  },
}

test('given a cluster, when a notebook looks for Livy, then it finds the port', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId, ClusterArn } = await client.send(new RunJobFlowCommand(flow))

  const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId }))
  const { Instances } = await client.send(new ListInstancesCommand({ ClusterId }))

  assert.equal(
    ClusterArn,
    `arn:aws:elasticmapreduce:us-east-1:${given.accountId}:cluster/${ClusterId}`,
  )
  assert.deepEqual(Cluster?.Configurations, [
    { Classification: 'livy-conf', Properties: { 'livy.server.port': '8700' } },
  ])
  const { MasterPublicDnsName, InstanceCollectionType, KerberosAttributes } = Cluster
  assert.deepEqual([MasterPublicDnsName, InstanceCollectionType], ['127.0.0.1', 'INSTANCE_GROUP'])
  assert.deepEqual([KerberosAttributes, Cluster.SecurityConfiguration], [undefined, undefined])
  assert.equal(Cluster.Status?.State, 'WAITING')
  assert.match(Cluster.Status.StateChangeReason?.Message ?? '', /Capped to 4 vCPU/)
  assert.equal(Instances?.length, 3)
  assert.equal(Instances[0]?.PrivateDnsName, MasterPublicDnsName)
  assert.equal(Instances[0]?.PublicDnsName, MasterPublicDnsName)
})

test('given a cluster, when it is listed, grouped and terminated, then as EMR does', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { JobFlowId: ClusterId } = await client.send(new RunJobFlowCommand(flow))

  const { InstanceGroups } = await client.send(new ListInstanceGroupsCommand({ ClusterId }))
  const listed = await client.send(new ListClustersCommand({ ClusterStates: ['WAITING'] }))
  await client.send(new TerminateJobFlowsCommand({ JobFlowIds: [ClusterId!] }))
  const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId }))

  const master = InstanceGroups?.find(({ InstanceGroupType }) => InstanceGroupType === 'MASTER')
  assert.deepEqual(master?.Configurations, [])
  assert.deepEqual(
    listed.Clusters?.map(({ Id }) => Id),
    [ClusterId],
  )
  assert.equal(Cluster?.Status?.StateChangeReason?.Code, 'USER_REQUEST')
})

test('given a policy on one role, when pairs are asked for, then only for that role', async () => {
  await using given = await givenEmr()
  const admin = new EMRClient(given.admin)
  const { JobFlowId: ClusterId } = await admin.send(new RunJobFlowCommand(flow))
  const quant = new EMRClient(given.quant)
  const ask = (client: EMRClient, ExecutionRoleArn: string) =>
    client.send(new GetClusterSessionCredentialsCommand({ ClusterId, ExecutionRoleArn }))

  const { Credentials, ExpiresAt } = await ask(quant, given.role)
  const pair = Credentials?.UsernamePassword

  const { Username: username = '', Password: password = '' } = pair ?? {}
  const login = await given.compute.clusterByCredentials({ username, password }, FROM_HOST)
  assert.deepEqual([login?.cluster.id, login?.roleArn], [ClusterId, given.role])
  assert.ok(ExpiresAt && ExpiresAt > new Date())
  const admins = given.role.replace('research', 'admin')
  await assert.rejects(ask(quant, admins), { name: 'AccessDeniedException' })
  await assert.rejects(ask(admin, admins), InvalidRequestException)
  await assert.rejects(quant.send(new RunJobFlowCommand(flow)), { name: 'AccessDeniedException' })
})

test('given another account, when it looks or takes, then the cluster is not valid', async () => {
  await using given = await givenEmr()
  const { JobFlowId: ClusterId } = await new EMRClient(given.admin).send(
    new RunJobFlowCommand(flow),
  )
  const outsider = new EMRClient(given.outsider)
  const message = `Cluster id '${ClusterId}' is not valid.`

  for (const command of [
    new DescribeClusterCommand({ ClusterId }),
    new ListInstancesCommand({ ClusterId }),
    new TerminateJobFlowsCommand({ JobFlowIds: [ClusterId!] }),
    new GetClusterSessionCredentialsCommand({ ClusterId, ExecutionRoleArn: given.role }),
  ])
    await assert.rejects(outsider.send(command as DescribeClusterCommand), {
      name: 'InvalidRequestException',
      message,
    })
})

test('given what is not offered, when asked for, then the reason is told', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const HadoopJarStep = { Jar: 'command-runner.jar' }
  const Steps = [{ Name: 's', HadoopJarStep }]

  const steps = () => client.send(new RunJobFlowCommand({ ...flow, Steps }))
  const fleet = { InstanceFleetType: 'CORE' as const }
  const later = () =>
    client.send(new AddInstanceFleetCommand({ ClusterId: 'j-1', InstanceFleet: fleet }))
  const disk = { VolumesPerInstance: 1, VolumeSpecification: { VolumeType: 'gp3', SizeInGB: 10 } }
  const master = { InstanceRole: 'MASTER' as const, InstanceType: 'm5.xlarge', InstanceCount: 1 }
  const members: Partial<RunJobFlowCommandInput>[] = [
    { CustomAmiId: 'x' },
    { EbsRootVolumeSize: 100 },
    { Instances: { ...flow.Instances, Ec2KeyName: 'x' } },
    { Instances: { InstanceGroups: [{ ...master, Market: 'SPOT' }] } },
    {
      Instances: {
        InstanceGroups: [{ ...master, EbsConfiguration: { EbsBlockDeviceConfigs: [disk] } }],
      },
    },
  ]
  const huge = () =>
    client.send(
      new RunJobFlowCommand({ ...flow, Instances: { MasterInstanceType: 'p4d.24xlarge' } }),
    )
  const none = () => client.send(new RunJobFlowCommand({ ...flow, Instances: {} }))

  await assert.rejects(steps, { name: 'ValidationException', message: /must be command-runner/ })
  await assert.rejects(none, { name: 'ValidationException', message: /exactly one MASTER/ })
  for (const member of members) {
    const refused = () => client.send(new RunJobFlowCommand({ ...flow, ...member }))
    await assert.rejects(refused, { name: 'ValidationException', message: /is not offered: / })
  }
  await assert.rejects(later, { name: 'UnknownOperationException', message: /instance groups/ })
  await assert.rejects(huge, { name: 'ValidationException', message: /choose of m5\.large/ })
})
