import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTable } from '../errors.ts'
import { flights, givenCatalog, mobility, schema } from '../testing/given-catalog.ts'

test('given a database, when a table is staged, then it is not there yet', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)

  const { metadata } = await given.catalog.stageTable(given.ana, { ...flights, schema })

  assert.equal(metadata.schemas[0]?.fields.length, 3)
  await assert.rejects(given.catalog.loadTable(given.ana, flights), noSuchTable.matches)
})
