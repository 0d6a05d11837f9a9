import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BatchDeleteTableCommand,
  ConcurrentModificationException,
  CreateDatabaseCommand,
  CreateTableCommand,
  EntityNotFoundException,
  GetDatabaseCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetUnfilteredTableMetadataCommand,
  InvalidInputException,
  UpdateDatabaseCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { FROM_HOST } from '../../testing/identity.ts'
import { givenGlue } from './testing/given-glue.ts'

const DatabaseName = 'raw'
const TableInput = {
  Name: 'Clicks',
  Description: 'of the shop',
  Owner: 'hadoop',
  Retention: 3,
  TableType: 'EXTERNAL_TABLE',
  Parameters: { classification: 'csv', 'skip.header.line.count': '1' },
  LastAccessTime: new Date(1_700_000_000_000),
  PartitionKeys: [{ Name: 'day', Type: 'date', Comment: 'of the click' }],
  StorageDescriptor: {
    Columns: [
      { Name: 'Id', Type: 'bigint' },
      { Name: 'page', Type: 'uniontype<int,string>', Parameters: { odd: 'yes' } },
    ],
    Location: 's3://shop/clicks/',
    InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    Compressed: false,
    NumberOfBuckets: -1,
    SerdeInfo: {
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
      Parameters: { separatorChar: ',' },
    },
    SortColumns: [{ Column: 'id', SortOrder: 1 }],
    StoredAsSubDirectories: false,
  },
}

async function givenClicks() {
  const given = await givenGlue()
  await given.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }))
  await given.glue.send(new CreateTableCommand({ DatabaseName, TableInput }))
  const table = async () => {
    const found = await given.glue.send(new GetTableCommand({ DatabaseName, Name: 'clicks' }))
    return found.Table
  }
  return { ...given, table }
}

test('given an external table, when it is got, then with all that was said of it', async () => {
  await using given = await givenClicks()

  const table = await given.table()

  const columns = TableInput.StorageDescriptor.Columns
  assert.deepEqual(
    { ...TableInput, ...table },
    {
      ...TableInput,
      ...table,
      Name: 'clicks',
      StorageDescriptor: {
        ...TableInput.StorageDescriptor,
        Columns: [{ ...columns[0], Name: 'id' }, columns[1]],
      },
    },
  )
  assert.equal(table?.VersionId, '0')
  for (const member of ['Description', 'Owner', 'Parameters', 'LastAccessTime', 'Retention'])
    assert.deepEqual(table?.[member as 'Owner'], TableInput[member as 'Owner'])
})

test('given an external table, when it is updated, then by its version', async () => {
  await using given = await givenClicks()
  const update = (change: object) =>
    given.glue.send(new UpdateTableCommand({ DatabaseName, TableInput, ...change }))

  await update({ VersionId: '0', TableInput: { ...TableInput, Description: 'of both shops' } })

  const table = await given.table()
  assert.deepEqual([table?.VersionId, table?.Description], ['1', 'of both shops'])
  await assert.rejects(update({ VersionId: '0' }), ConcurrentModificationException)
  await assert.rejects(update({ VersionId: 'x' }), InvalidInputException)
  await assert.rejects(update({ Name: 'other' }), InvalidInputException)
  const none = { ...TableInput, Name: 'none' }
  await assert.rejects(update({ TableInput: none }), EntityNotFoundException)
})

test('given tables, when many are dropped, then those that are not there are told', async () => {
  await using given = await givenClicks()

  const { Errors } = await given.glue.send(
    new BatchDeleteTableCommand({ DatabaseName, TablesToDelete: ['clicks', 'none'] }),
  )

  assert.deepEqual(
    Errors?.map(({ TableName, ErrorDetail }) => [TableName, ErrorDetail?.ErrorCode]),
    [['none', 'EntityNotFoundException']],
  )
  await assert.rejects(given.table(), EntityNotFoundException)
})

test('given a database, when it is updated, then its parameters are the new ones', async () => {
  await using given = await givenClicks()
  const Parameters = { team: 'shop' }

  await given.glue.send(
    new UpdateDatabaseCommand({ Name: 'raw', DatabaseInput: { Name: 'raw', Parameters } }),
  )

  const { Database } = await given.glue.send(new GetDatabaseCommand({ Name: 'raw' }))
  assert.deepEqual(Database?.Parameters, Parameters)
})

test('given somebody with one column, when they look, then they see it alone', async () => {
  await using given = await givenClicks()
  const { lake, stranger } = given
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  await lake.governance.grantPermissions(caller, {
    catalogId: lake.home.accountId,
    principal: `arn:aws:iam::${lake.stranger.accountId}:user/admin`,
    resource: { kind: 'columns', database: 'raw', table: 'clicks', include: ['id'] },
    permissions: ['SELECT'],
    grantable: [],
  })

  const query = { CatalogId: lake.home.accountId, DatabaseName, Name: 'clicks' }
  const { Table } = await stranger.send(new GetTableCommand(query))

  assert.deepEqual(
    Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name),
    ['id'],
  )
  assert.deepEqual(Table?.PartitionKeys, [])
  const { CatalogId } = query
  const on = { CatalogId, DatabaseName, TableName: 'clicks' }
  const partitions = stranger.send(new GetPartitionsCommand(on))
  await assert.rejects(partitions, { name: 'PermissionTypeMismatchException', message: /adopt/ })
  const told = new GetUnfilteredTableMetadataCommand({
    ...query,
    SupportedPermissionTypes: ['COLUMN_PERMISSION'],
  })
  await assert.rejects(stranger.send(told), { name: 'AccessDeniedException' })
  const update = new UpdateTableCommand({ ...query, TableInput })
  await assert.rejects(stranger.send(update), /AccessDenied|not authorized|ALTER|Alter/)
})
