import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableVersionCommand,
  GetCatalogImportStatusCommand,
  GetColumnStatisticsForTableCommand,
  GetTableVersionCommand,
  GetTableVersionsCommand,
  GetUserDefinedFunctionsCommand,
  InvalidInputException,
  SearchTablesCommand,
  TagResourceCommand,
  UpdateColumnStatisticsForTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { givenGlue } from './testing/given-glue.ts'

const DatabaseName = 'raw'
const on = { DatabaseName, TableName: 'web_clicks' }
const Columns = [{ Name: 'amount', Type: 'decimal(10,2)', Comment: 'in euros' }]
const TableInput = {
  Name: 'web_clicks',
  Description: 'of the shop',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { classification: 'csv' },
  StorageDescriptor: { Columns, Location: 's3://shop/clicks/' },
}

async function givenTables() {
  const given = await givenGlue()
  const { glue } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }))
  for (const Name of ['web_clicks', 'orders', 'clicks'])
    await glue.send(new CreateTableCommand({ DatabaseName, TableInput: { ...TableInput, Name } }))
  const found = async (query: object) => {
    const page = await glue.send(new SearchTablesCommand(query))
    return page.TableList?.map(({ Name }) => Name)
  }
  return { ...given, found }
}

test('given tables, when they are searched, then by words, filters and order', async () => {
  await using given = await givenTables()
  const { glue, found } = given
  const byName = [{ FieldName: 'Name', Sort: 'DESC' as const }]

  const all = await found({ SearchText: 'euros', SortCriteria: byName })

  assert.deepEqual(all, ['web_clicks', 'orders', 'clicks'])
  const filter = (Key: string, Value: string, Comparator?: string) =>
    found({
      SortCriteria: byName,
      Filters: [{ Key, Value, ...(Comparator ? { Comparator } : {}) }],
    })
  assert.deepEqual(await filter('Name', 'clicks'), ['web_clicks', 'clicks'])
  assert.deepEqual(await filter('DatabaseName', 'raw'), all)
  assert.deepEqual(await filter('Classification', 'orc'), [])
  assert.deepEqual(await filter('CreateTime', '2020-01-01', 'GREATER_THAN'), all)
  assert.deepEqual(await filter('UpdateTime', '1577836800', 'LESS_THAN'), [])
  assert.deepEqual(await found({ SearchText: '"clicks"' }), ['clicks'])
  assert.deepEqual(await found({ ResourceShareType: 'FOREIGN' }), [])
  const first = await glue.send(new SearchTablesCommand({ SortCriteria: byName, MaxResults: 2 }))
  const { NextToken } = first
  assert.deepEqual(await found({ SortCriteria: byName, MaxResults: 2, NextToken }), ['clicks'])
  await assert.rejects(filter('Colour', 'red'), InvalidInputException)
  await assert.rejects(filter('CreateTime', 'soon'), InvalidInputException)
  await assert.rejects(found({ MaxResults: 0 }), InvalidInputException)
})

test('given versions, when they are asked for, then as Glue counts them', async () => {
  await using given = await givenTables()
  const { glue } = given
  await glue.send(new UpdateTableCommand({ DatabaseName, TableInput }))

  const { TableVersions } = await glue.send(new GetTableVersionsCommand(on))

  assert.deepEqual(
    TableVersions?.map(({ VersionId, Table }) => [VersionId, Table?.VersionId]),
    [
      ['1', '1'],
      ['0', '0'],
    ],
  )
  const current = await glue.send(new GetTableVersionCommand(on))
  assert.equal(current.TableVersion?.VersionId, '1')
  await glue.send(new DeleteTableVersionCommand({ ...on, VersionId: '0' }))
  const gone = glue.send(new GetTableVersionCommand({ ...on, VersionId: '0' }))
  await assert.rejects(gone, { name: 'EntityNotFoundException' })
})

test('given statistics with dates and bytes, when they are kept, then they come back', async () => {
  await using given = await givenTables()
  const { glue } = given
  const number = (...bytes: number[]) => ({ UnscaledValue: Uint8Array.from(bytes), Scale: 2 })
  const statistics = {
    ColumnName: 'amount',
    ColumnType: 'decimal(10,2)',
    AnalyzedTime: new Date(1_700_000_000_000),
    StatisticsData: {
      Type: 'DECIMAL' as const,
      DecimalColumnStatisticsData: {
        MinimumValue: number(1),
        MaximumValue: number(39, 16),
        NumberOfNulls: 0,
        NumberOfDistinctValues: 7,
      },
    },
  }
  const other = { ...statistics, ColumnName: 'nothing' }

  const { Errors } = await glue.send(
    new UpdateColumnStatisticsForTableCommand({ ...on, ColumnStatisticsList: [statistics, other] }),
  )

  assert.equal(Errors?.[0]?.ColumnStatistics?.ColumnName, 'nothing')
  const found = await glue.send(
    new GetColumnStatisticsForTableCommand({ ...on, ColumnNames: ['amount', 'nothing'] }),
  )
  assert.deepEqual(found.ColumnStatisticsList, [statistics])
  assert.deepEqual(
    found.Errors?.map(({ ColumnName }) => ColumnName),
    ['nothing'],
  )
})

test('given what a catalog of Glue has beside tables, when asked for, then answered', async () => {
  await using given = await givenTables()
  const { glue } = given

  const functions = await glue.send(new GetUserDefinedFunctionsCommand({ Pattern: '*' }))

  assert.deepEqual(functions.UserDefinedFunctions, [])
  const { ImportStatus } = await glue.send(new GetCatalogImportStatusCommand({}))
  assert.equal(ImportStatus?.ImportCompleted, true)
  const tag = new TagResourceCommand({ ResourceArn: 'arn:aws:glue:x', TagsToAdd: {} })
  await assert.rejects(glue.send(tag), /LF-Tags/)
})

test('given texts that nothing can keep, when searched for, then it is told so', async () => {
  await using given = await givenGlue()

  for (const SearchText of ['a\0b', 'a\ud800'])
    await assert.rejects(given.glue.send(new SearchTablesCommand({ SearchText })), {
      name: 'InvalidInputException',
      message: /NUL or half of a pair/,
    })
})
