import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateSecurityConfigurationCommand,
  DeleteSecurityConfigurationCommand,
  DescribeClusterCommand,
  DescribeSecurityConfigurationCommand,
  EMRClient,
  ListSecurityConfigurationsCommand,
  RunJobFlowCommand,
} from '@aws-sdk/client-emr'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { createEmrDoor } from './index.ts'

const givenEmr = () =>
  givenComputeDoor({
    policy: allowing('elasticmapreduce:DescribeSecurityConfiguration'),
    door: (deps) => createEmrDoor({ ...deps, livyHost: '127.0.0.1', port: 8470 }),
  })

const roles = {
  AuthorizationConfiguration: { IAMConfiguration: { EnableApplicationScopedIAMRole: true } },
}
const asked = { Name: 'runtime-roles', SecurityConfiguration: JSON.stringify(roles) }
const named = { Name: asked.Name }
const invalid = { name: 'InvalidRequestException' }

test('given a security configuration, when a cluster names it, then both tell of it', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  const { CreationDateTime } = await client.send(new CreateSecurityConfigurationCommand(asked))
  const instances = { MasterInstanceType: 'm5.large', KeepJobFlowAliveWhenNoSteps: true }
  const run = (SecurityConfiguration: string) =>
    client.send(new RunJobFlowCommand({ Name: 'c', Instances: instances, SecurityConfiguration }))

  const { JobFlowId: ClusterId } = await run(asked.Name)

  const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId }))
  assert.equal(Cluster?.SecurityConfiguration, asked.Name)
  const read = await client.send(new DescribeSecurityConfigurationCommand(named))
  assert.deepEqual(
    [read.Name, read.SecurityConfiguration, read.CreationDateTime],
    [asked.Name, asked.SecurityConfiguration, CreationDateTime],
  )
  await assert.rejects(run('nowhere'), { ...invalid, message: /"nowhere" does not exist/ })
})

test('given one that is there or not, when asked for, then as EMR answers', async () => {
  await using given = await givenEmr()
  const [client, quant, outsider] = [given.admin, given.quant, given.outsider].map(
    (key) => new EMRClient(key),
  ) as [EMRClient, EMRClient, EMRClient]
  await client.send(new CreateSecurityConfigurationCommand(asked))
  const create = (more: object, by = client) =>
    by.send(new CreateSecurityConfigurationCommand({ ...asked, ...more }))

  await assert.rejects(create({}), { ...invalid, message: /already exists/ })
  const wrong = create({ Name: 'x', SecurityConfiguration: '{"a": 1}' })
  await assert.rejects(wrong, { name: 'InvalidRequestException', message: /a is not offered/ })
  await assert.rejects(create({ Name: 'x' }, quant), { name: 'AccessDeniedException' })
  await quant.send(new DescribeSecurityConfigurationCommand(named))
  const foreign = outsider.send(new DescribeSecurityConfigurationCommand(named))
  await assert.rejects(foreign, invalid)
  await client.send(new DeleteSecurityConfigurationCommand(named))
  await assert.rejects(client.send(new DeleteSecurityConfigurationCommand(named)), invalid)
})

test('given more than a page, when listed, then the marker leads through all', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.admin)
  for (let at = 100; at < 152; at += 1)
    await client.send(
      new CreateSecurityConfigurationCommand({ Name: `n${at}`, SecurityConfiguration: '{}' }),
    )

  const first = await client.send(new ListSecurityConfigurationsCommand({}))
  const { Marker } = first
  const second = await client.send(new ListSecurityConfigurationsCommand({ Marker }))

  assert.equal(first.SecurityConfigurations?.length, 50)
  const rest = second.SecurityConfigurations?.map(({ Name }) => Name)
  assert.deepEqual([rest, second.Marker], [['n150', 'n151'], undefined])
})
