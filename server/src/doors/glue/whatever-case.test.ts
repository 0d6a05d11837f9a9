import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AccessDeniedException,
  AlreadyExistsException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetDatabaseCommand,
  GetTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { defineError } from '../../foundation/errors.ts'
import { FROM_HOST } from '../../testing/identity.ts'
import { givenGlue } from './testing/given-glue.ts'
import { whateverCase } from './whatever-case.ts'

const schema = {
  ...{ type: 'struct' as const, 'schema-id': 0 },
  fields: [{ id: 1, name: 'Id', required: false, type: 'long' }],
}

/** What Iceberg's clients have made, which keep the case of names. */
async function givenMixed() {
  const given = await givenGlue()
  const { lake } = given
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  const { accountId } = lake.home
  const mixed = { accountId, database: 'UPPER', table: 'MiXed' }
  await lake.catalog.createDatabase(caller, mixed)
  await lake.catalog.createTable(caller, { ...mixed, schema })
  return { ...given, catalog: lake.catalog, caller, mixed, sql: lake.database.sql }
}

/** As identity says it. */
const refused = defineError<{ arn: string; action: string; resource: string }>({
  code: 'identity.access-denied',
  kind: 'denied',
  message: ({ arn, action, resource }) => `${arn} may not ${action} ${resource}`,
})

const TableInput = { Name: 'mixed', StorageDescriptor: { Columns: [{ Name: 'id', Type: 'int' }] } }

test('given names of mixed case, when Glue asks for them, then it finds them', async () => {
  await using given = await givenMixed()
  const { glue } = given
  const get = (DatabaseName: string, Name: string) =>
    glue.send(new GetTableCommand({ DatabaseName, Name }))

  const found = [await get('UPPER', 'MiXed'), await get('upper', 'mixed')]
  const database = await glue.send(new GetDatabaseCommand({ Name: 'Upper' }))

  assert.deepEqual(
    found.map(({ Table }) => Table?.Name),
    ['MiXed', 'MiXed'],
  )
  assert.equal(database.Database?.Name, 'UPPER')
  await glue.send(new DeleteTableCommand({ DatabaseName: 'upper', Name: 'mixed' }))
  await assert.rejects(get('UPPER', 'MiXed'), EntityNotFoundException)
})

test('given a name in another case, when one beside it is made, then it is refused', async () => {
  await using given = await givenMixed()
  const { glue, catalog, caller, mixed } = given
  const beside = { ...mixed, table: 'mixed' }
  const other = { ...mixed, table: 'other' }
  await catalog.createTable(caller, { ...other, schema })

  const ways = [
    glue.send(new CreateTableCommand({ DatabaseName: 'upper', TableInput })),
    glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'upper' } })),
  ]
  for (const way of ways) await assert.rejects(way, AlreadyExistsException)
  const matches = { code: 'catalog.table-already-exists' }
  await assert.rejects(catalog.createTable(caller, { ...beside, schema }), matches)
  await assert.rejects(catalog.renameTable(caller, { from: other, to: beside }), matches)
  await assert.rejects(catalog.createDatabase(caller, { ...mixed, database: 'upper' }), {
    code: 'catalog.database-already-exists',
  })
  await catalog.renameTable(caller, { from: mixed, to: beside })
  assert.equal((await catalog.loadTable(caller, beside)).table.name, 'mixed')
})

test('given a pair from before, when one is dropped, then the other stays', async () => {
  await using given = await givenMixed()
  const { glue, catalog, caller, mixed, sql } = given
  await sql.updateTable('catalog.tables').set({ foldedName: 'MiXed' }).execute()
  const lower = { ...mixed, table: 'mixed' }
  await catalog.createTable(caller, { ...lower, schema })

  await glue.send(new DeleteTableCommand({ DatabaseName: 'upper', Name: 'MiXed' }))

  await assert.rejects(catalog.loadTable(caller, mixed))
  assert.equal((await catalog.loadTable(caller, lower)).table.name, 'mixed')
})

test('given who may not use it, when Glue asks in another case, then it is not told', async () => {
  await using given = await givenMixed()
  const { catalog, caller, mixed } = given
  const refusing = {
    ...catalog,
    getDatabase: async (_caller: unknown, { database: resource }: { database: string }) => {
      throw refused({ arn: caller.arn, action: 'glue:GetDatabase', resource })
    },
  }

  const asking = whateverCase(refusing).getDatabase(caller, { ...mixed, database: 'upper' })

  await assert.rejects(asking, (error: Error) => {
    return !(error instanceof AccessDeniedException) && !error.message.includes('UPPER')
  })
})

test('given a table of mixed case, when Glue updates it, then nothing is renamed', async () => {
  await using given = await givenMixed()
  const { glue } = given
  const parameters = { Parameters: { table_type: 'ICEBERG', note: 'a' } }

  await glue.send(
    new UpdateTableCommand({
      DatabaseName: 'upper',
      TableInput: { Name: 'mixed', ...parameters },
    }),
  )

  const found = await glue.send(new GetTableCommand({ DatabaseName: 'upper', Name: 'mixed' }))
  assert.equal(found.Table?.Name, 'MiXed')
})
