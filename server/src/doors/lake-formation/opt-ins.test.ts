import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLakeFormationOptInCommand,
  DeleteLakeFormationOptInCommand,
  DescribeResourceCommand,
  ListLakeFormationOptInsCommand,
  RegisterResourceCommand,
  type Resource,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

test('given opt-ins, when listed and deleted, then each comes once', async () => {
  await using given = await givenLake()
  const { admin, accountId } = given
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const table = { Table: { DatabaseName: 'mkt', Name: 'trades' } }
  const all = { Table: { DatabaseName: 'mkt', TableWildcard: {} } }
  for (const Resource of [table, all, { Database: { Name: 'mkt' } }])
    await admin.send(new CreateLakeFormationOptInCommand({ Principal, Resource }))

  const list = (NextToken?: string) =>
    admin.send(new ListLakeFormationOptInsCommand({ MaxResults: 2, NextToken }))
  const first = await list()
  const second = await list(first.NextToken)

  const pages = [first, second].map((page) => page.LakeFormationOptInsInfoList ?? [])
  assert.deepEqual(
    pages.map(({ length }) => length),
    [2, 1],
  )
  for (const MaxResults of [0, -1, 1.5, 1001]) {
    const odd = admin.send(new ListLakeFormationOptInsCommand({ MaxResults }))
    await assert.rejects(odd, { name: 'InvalidInputException' })
  }
  const on = { CatalogId: accountId, DatabaseName: 'mkt' }
  assert.deepEqual(pages[0]?.[1]?.Resource, { Table: { ...on, TableWildcard: {} } })
  assert.equal(pages[0]?.[1]?.LastUpdatedBy, given.adminArn)
  await admin.send(new DeleteLakeFormationOptInCommand({ Principal, Resource: all }))
  const again = admin.send(new DeleteLakeFormationOptInCommand({ Principal, Resource: all }))
  await assert.rejects(again, { name: 'EntityNotFoundException' })
  const filtered = await admin.send(new ListLakeFormationOptInsCommand({ Resource: table }))
  assert.equal(filtered.LakeFormationOptInsInfoList?.length, 1)
})

test('given a tag policy, or no administrator, when opted in, then named errors', async () => {
  await using given = await givenLake()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const LFTagExpression = { Name: 'E' }
  const table = { Table: { DatabaseName: 'mkt', Name: 'trades' } }

  const ask = (client: typeof given.admin, Resource: Resource) =>
    client.send(new CreateLakeFormationOptInCommand({ Principal, Resource }))

  await assert.rejects(ask(given.admin, { Catalog: {} }), { name: 'InvalidInputException' })
  await assert.rejects(ask(given.admin, { LFTagExpression }), { name: 'EntityNotFoundException' })
  await assert.rejects(ask(given.analyst, table), { name: 'AccessDeniedException' })
})

test('given a registered place, when it becomes hybrid, then it says so', async () => {
  await using given = await givenLake()
  const { admin } = given
  const ResourceArn = 'arn:aws:s3:::lake/mkt'
  const RoleArn = `arn:aws:iam::${given.accountId}:role/lake`
  await admin.send(new RegisterResourceCommand({ ResourceArn, RoleArn }))

  await admin.send(new UpdateResourceCommand({ ResourceArn, RoleArn, HybridAccessEnabled: true }))

  const { ResourceInfo } = await admin.send(new DescribeResourceCommand({ ResourceArn }))
  assert.equal(ResourceInfo?.HybridAccessEnabled, true)
  assert.equal(ResourceInfo?.RoleArn, RoleArn)
})
