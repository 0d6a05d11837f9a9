import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateDatabaseCommand,
  DeleteTableCommand,
  GetTableCommand,
  GetTablesCommand,
  SearchTablesCommand,
} from '@aws-sdk/client-glue'
import { FROM_HOST } from '../../testing/identity.ts'
import { givenGlue } from './testing/given-glue.ts'

const DatabaseName = 'mobility'
const SQL = 'SELECT day FROM flights WHERE delay > 30'

async function givenView() {
  const given = await givenGlue()
  const { lake, glue } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }))
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  await lake.catalog.createView(caller, {
    ...{ accountId: caller.accountId, database: DatabaseName, view: 'late' },
    schema: {
      type: 'struct',
      'schema-id': 0,
      fields: [{ id: 1, name: 'day', required: false, type: 'date', doc: 'Of departure' }],
    },
    version: {
      ...{ 'version-id': 1, 'schema-id': 0, 'timestamp-ms': 1_770_000_000_000, summary: {} },
      representations: [
        { type: 'sql', dialect: 'trino', sql: 'SELECT 1' },
        { type: 'sql', dialect: 'spark', sql: SQL },
      ],
      'default-namespace': [DatabaseName],
    },
    properties: { comment: 'Too late', team: 'delays' },
  })
  return given
}

test('given a view, when Glue is asked, then it is one as AWS has them', async () => {
  await using given = await givenView()
  const { glue, stranger } = given

  const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name: 'late' }))

  assert.equal(Table?.TableType, 'VIRTUAL_VIEW')
  assert.deepEqual([Table?.ViewOriginalText, Table?.ViewExpandedText], [SQL, SQL])
  assert.equal(Table?.Description, 'Too late')
  assert.deepEqual(Table?.Parameters, { team: 'delays' })
  assert.deepEqual(Table?.StorageDescriptor?.Columns, [
    { Name: 'day', Type: 'date', Comment: 'Of departure' },
  ])
  const listed = await glue.send(new GetTablesCommand({ DatabaseName }))
  assert.deepEqual(
    listed.TableList?.map(({ Name, TableType }) => [Name, TableType]),
    [['late', 'VIRTUAL_VIEW']],
  )
  const hidden = stranger.send(new GetTableCommand({ DatabaseName, Name: 'late' }))
  await assert.rejects(hidden, { name: 'EntityNotFoundException' })
})

test('given a view, when it is searched and deleted, then as a table is', async () => {
  await using given = await givenView()
  const { glue } = given
  const Filters = [{ Key: 'TableType', Value: 'VIRTUAL_VIEW' }]

  const found = await glue.send(new SearchTablesCommand({ SearchText: 'late', Filters }))
  await glue.send(new DeleteTableCommand({ DatabaseName, Name: 'late' }))

  assert.deepEqual(
    found.TableList?.map(({ Name }) => Name),
    ['late'],
  )
  const gone = glue.send(new GetTableCommand({ DatabaseName, Name: 'late' }))
  await assert.rejects(gone, { name: 'EntityNotFoundException' })
})
