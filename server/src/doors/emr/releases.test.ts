import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeReleaseLabelCommand,
  EMRClient,
  ListReleaseLabelsCommand,
  type ListReleaseLabelsCommandInput,
  RunJobFlowCommand,
} from '@aws-sdk/client-emr'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { createEmrDoor } from './index.ts'

function givenEmr() {
  return givenComputeDoor({
    door: (deps) => createEmrDoor({ ...deps, livyHost: 'localhost', port: 8470 }),
    policy: allowing('elasticmapreduce:*'),
  })
}

test('given the releases, when they are listed, then by prefix, application and page', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.quant)
  const list = async (input: ListReleaseLabelsCommandInput) =>
    client.send(new ListReleaseLabelsCommand(input))

  const own = await list({ Filters: { Prefix: 'spark-' } })
  const sparks = await list({ Filters: { Application: 'spark@4.1.4' } })
  const first = await list({ Filters: { Prefix: 'emr-7' }, MaxResults: 2 })
  const { NextToken } = first
  const second = await list({ Filters: { Prefix: 'emr-7' }, MaxResults: 2, NextToken })

  assert.deepEqual(own.ReleaseLabels, ['spark-4.1', 'spark-3.5'])
  assert.deepEqual(sparks.ReleaseLabels, ['spark-4.1', 'emr-spark-8.0-preview'])
  assert.deepEqual(first.ReleaseLabels, ['emr-7.13.0', 'emr-7.12.0'])
  assert.deepEqual(second.ReleaseLabels, ['emr-7.11.0', 'emr-7.10.0'])
})

test('given a label of AWS, when it is described, then by what really runs here', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.quant)

  const ReleaseLabel = 'emr-7.9.0'
  const found = await client.send(new DescribeReleaseLabelCommand({ ReleaseLabel }))

  const spark = found.Applications?.find(({ Name }) => Name === 'Spark')
  assert.deepEqual([found.ReleaseLabel, spark?.Version], [ReleaseLabel, '3.5.9'])
})

test('given a label that nothing answers, when asked for, then ValidationException', async () => {
  await using given = await givenEmr()
  const client = new EMRClient(given.quant)
  const ReleaseLabel = 'emr-6.15.0'
  const Instances = {
    InstanceGroups: [
      { InstanceRole: 'MASTER' as const, InstanceType: 'm5.large', InstanceCount: 1 },
    ],
  }

  const described = client.send(new DescribeReleaseLabelCommand({ ReleaseLabel }))
  const run = client.send(new RunJobFlowCommand({ Name: 'c', ReleaseLabel, Instances }))

  const refused = { name: 'ValidationException', message: /release "emr-6.15.0" is not offered/ }
  await assert.rejects(described, refused)
  await assert.rejects(run, refused)
})
