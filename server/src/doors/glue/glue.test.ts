import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AlreadyExistsException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  InvalidInputException,
} from '@aws-sdk/client-glue'
import { FROM_HOST } from '../../testing/identity.ts'
import { givenGlue } from './testing/given-glue.ts'

const columns = [
  { Name: 'Id', Type: 'bigint', Comment: 'key' },
  { Name: 'route', Type: 'struct<from:string,stops:array<decimal(5,2)>>' },
  { Name: 'tags', Type: 'map<string, timestamp>' },
]
const flights = {
  DatabaseName: 'Mobility',
  OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE' as const, Version: '2' } },
  TableInput: { Name: 'Flights', StorageDescriptor: { Columns: columns } },
}
const Name = 'mobility'

test('given a table made by Glue, when REST’s catalog loads it, then it is the same', async () => {
  await using given = await givenGlue()
  const { glue, lake } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name, Description: 'moves' } }))

  await glue.send(new CreateTableCommand(flights))

  const found = await glue.send(new GetTableCommand({ DatabaseName: Name, Name: 'flights' }))
  assert.deepEqual(
    found.Table?.StorageDescriptor?.Columns?.map(({ Name: name, Type }) => [name, Type]),
    [
      ['id', 'bigint'],
      ['route', 'struct<from:string,stops:array<decimal(5,2)>>'],
      ['tags', 'map<string,timestamp>'],
    ],
  )
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  const { accountId } = lake.home
  const ref = { accountId, database: Name, table: 'flights' }
  const loaded = await lake.catalog.loadTable(caller, ref)
  assert.equal(loaded.metadataLocation, found.Table?.Parameters?.metadata_location)
  assert.equal(found.Table?.Parameters?.table_type, 'ICEBERG')
  const database = await glue.send(new GetDatabaseCommand({ Name }))
  assert.equal(database.Database?.Description, 'moves')
})

test('given tables, when listed by pages and patterns, then each fits', async () => {
  await using given = await givenGlue()
  const { glue } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }))
  for (const table of ['a_one', 'a_two', 'b_one'])
    await glue.send(
      new CreateTableCommand({ ...flights, TableInput: { ...flights.TableInput, Name: table } }),
    )
  const names = async (query: object) => {
    const page = await glue.send(new GetTablesCommand({ DatabaseName: Name, ...query }))
    return { names: page.TableList?.map((table) => table.Name), next: page.NextToken }
  }

  const first = await names({ MaxResults: 2 })
  const second = await names({ MaxResults: 2, NextToken: first.next })

  assert.deepEqual([first.names, second.names], [['a_one', 'a_two'], ['b_one']])
  assert.deepEqual((await names({ Expression: 'a_.*' })).names, ['a_one', 'a_two'])
  assert.deepEqual((await names({ Expression: '.*o', MaxResults: 1 })).names, ['a_two'])
  for (const MaxResults of [0, -1, 1.5, 101])
    await assert.rejects(names({ MaxResults }), { name: 'InvalidInputException' })
  assert.deepEqual((await names({ Expression: '.*one|a_t.*' })).names, ['a_one', 'a_two', 'b_one'])
  assert.deepEqual((await names({ Expression: 'one' })).names, [])
})

test('given a stranger, when they ask for a catalog, then nothing is there', async () => {
  await using given = await givenGlue()
  const { glue, stranger, lake } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }))
  await glue.send(new CreateTableCommand(flights))
  const CatalogId = lake.home.accountId

  const listed = await stranger.send(new GetDatabasesCommand({ CatalogId }))

  assert.deepEqual(listed.DatabaseList, [])
  const table = { CatalogId, DatabaseName: Name, Name: 'flights' }
  await assert.rejects(stranger.send(new GetTableCommand(table)), EntityNotFoundException)
  await assert.rejects(stranger.send(new DeleteTableCommand(table)), EntityNotFoundException)
})

test('given requests that make no sense, when sent, then Glue’s own errors answer', async () => {
  await using given = await givenGlue()
  const { glue } = given
  const database = { DatabaseInput: { Name } }
  await glue.send(new CreateDatabaseCommand(database))
  await glue.send(new CreateTableCommand(flights))
  const typed = (Type: string) => ({
    ...flights,
    TableInput: { Name: 't', StorageDescriptor: { Columns: [{ Name: 'a', Type }] } },
  })

  await assert.rejects(glue.send(new CreateDatabaseCommand(database)), AlreadyExistsException)
  await assert.rejects(glue.send(new CreateTableCommand(flights)), AlreadyExistsException)
  const { OpenTableFormatInput: _, ...plain } = flights
  await assert.rejects(glue.send(new CreateTableCommand(plain)), AlreadyExistsException)
  for (const type of ['', 'array<', 'map<string>', 'int(3)', 'constructor', 'struct<a>'])
    await assert.rejects(
      glue.send(new CreateTableCommand(typed(type))),
      InvalidInputException,
      type,
    )
  const odd = { ...flights, TableInput: { ...flights.TableInput, Name: 'a.b/ü' } }
  await assert.rejects(glue.send(new CreateTableCommand(odd)), /without slashes/)
  await assert.rejects(
    glue.send(new CreateTableCommand(typed('integerish'))),
    /int, integer, bigint/,
  )
})

test('given a table, when its database is deleted, then it is gone too', async () => {
  await using given = await givenGlue()
  const { glue } = given
  const database = new CreateDatabaseCommand({ DatabaseInput: { Name } })
  await glue.send(database)
  await glue.send(new CreateTableCommand(flights))

  await glue.send(new DeleteDatabaseCommand({ Name }))

  await glue.send(database)
  const found = await glue.send(new GetTablesCommand({ DatabaseName: Name }))
  assert.deepEqual(found.TableList, [])
})

test('given a name with half of a pair of surrogates, when made, then it is refused', async () => {
  await using given = await givenGlue()
  const { glue } = given

  const making = glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'a\ud800' } }))

  await assert.rejects(making, InvalidInputException)
})
