import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseNotEmpty, noSuchDatabase, noSuchTable } from '../errors.ts'
import { flights, givenCatalog, givenFlights, mobility, schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given a database with a table, when it is dropped, then only once it is empty', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given

  await assert.rejects(catalog.dropDatabase(ana, mobility), databaseNotEmpty.matches)
  await catalog.dropTable(ana, flights)
  await catalog.dropDatabase(ana, mobility)

  await assert.rejects(catalog.getDatabase(ana, mobility), noSuchDatabase.matches)
})

test('given DROP on a database alone, when it is dropped, then its tables go with it', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility' }
  await catalog.createDatabase(ana, ref)
  await catalog.createTable(ana, { ...ref, table: 'flights', schema })
  const whole = { ...ref, withTables: true }
  const resource = { kind: 'database', database: 'mobility' } as const
  await grant({ resource, permissions: ['DESCRIBE'] })
  await assert.rejects(catalog.dropDatabase(ben, whole), { code: 'governance.denied' })

  await grant({ resource, permissions: ['DROP'] })
  await assert.rejects(catalog.dropDatabase(ben, ref), databaseNotEmpty.matches)
  await catalog.dropDatabase(ben, whole)

  // Nothing of it comes back by its name.
  await catalog.createDatabase(ana, ref)
  await catalog.createTable(ana, { ...ref, table: 'flights', schema })
  await assert.rejects(
    catalog.describeTable(ben, { ...ref, table: 'flights' }),
    noSuchTable.matches,
  )
})

test('given a database within, when the outer one is dropped, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  await catalog.createDatabase(ana, { ...mobility, database: 'mobility/road' })

  const dropped = catalog.dropDatabase(ana, { ...mobility, withTables: true })

  await assert.rejects(dropped, databaseNotEmpty.matches)
})
