import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddLFTagsToResourceCommand,
  CreateLFTagCommand,
  GetDataLakePrincipalCommand,
  GetEffectivePermissionsForPathCommand,
  SearchDatabasesByLFTagsCommand,
  SearchTablesByLFTagsCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

const Expression = [{ TagKey: 'domain', TagValues: ['market'] }]

test('given a tag on a database, when searched by, then it and its tables are found', async () => {
  await using given = await givenLake()
  const { admin, accountId: CatalogId } = given
  await admin.send(new CreateLFTagCommand({ TagKey: 'domain', TagValues: ['market'] }))
  const Resource = { Database: { Name: 'mkt' } }
  await admin.send(new AddLFTagsToResourceCommand({ Resource, LFTags: Expression }))

  const { DatabaseList } = await admin.send(new SearchDatabasesByLFTagsCommand({ Expression }))
  const { TableList } = await admin.send(new SearchTablesByLFTagsCommand({ Expression }))

  const pair = { CatalogId, TagKey: 'domain', TagValues: ['market'] }
  assert.deepEqual(DatabaseList, [{ Database: { CatalogId, Name: 'mkt' }, LFTags: [pair] }])
  assert.deepEqual(TableList, [
    {
      Table: { CatalogId, DatabaseName: 'mkt', Name: 'trades' },
      LFTagOnDatabase: [pair],
      LFTagsOnTable: [pair],
      LFTagsOnColumns: [{ Name: 'sym', LFTags: [pair] }],
    },
  ])
  const hidden = given.analyst.send(new SearchTablesByLFTagsCommand({ Expression }))
  await assert.rejects(hidden, { name: 'EntityNotFoundException' })
})

test('given a path that is none, when its permissions are asked for, then invalid', async () => {
  await using given = await givenLake()

  const ask = (ResourceArn: string) =>
    given.admin.send(new GetEffectivePermissionsForPathCommand({ ResourceArn }))

  assert.deepEqual((await ask('arn:aws:s3:::lake/nowhere')).Permissions, [])
  await assert.rejects(ask('lake'), { name: 'InvalidInputException' })
})

test('given a user, when it asks who it is, then by its ARN', async () => {
  await using given = await givenLake()

  const { Identity } = await given.analyst.send(new GetDataLakePrincipalCommand({}))

  assert.equal(Identity, given.analystArn)
})
