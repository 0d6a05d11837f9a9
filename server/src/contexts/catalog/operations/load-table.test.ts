import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadataMissing, noSuchTable, projectionNotReady } from '../errors.ts'
import type { TableMetadata } from '../model/metadata.ts'
import {
  accessWith,
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  iamRefused,
  stranger,
} from '../testing/given-catalog.ts'

test('given a table of another account, when it is loaded, then it looks absent', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const eve = callerOf('eve', stranger)

  const hidden = await given.catalog.loadTable(eve, flights).catch((error) => error)
  const absent = { ...flights, table: 'nothing' }
  const missing = await given.catalog.loadTable(eve, absent).catch((error) => error)

  assert.ok(noSuchTable.matches(hidden))
  assert.equal(hidden.message.replace('flights', 'nothing'), missing.message)
})

test('given no leave of IAM, when tables load, then absent ones are refused too', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  given.refused.add('glue:GetTable')

  for (const table of ['flights', 'nothing'])
    await assert.rejects(
      given.catalog.loadTable(given.ana, { ...flights, table }),
      iamRefused.matches,
    )
})

test('given hidden columns, when the table is loaded, then its projection or nothing', async () => {
  const narrow = accessWith({})
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => narrow },
  }))
  await givenFlights(given)

  await assert.rejects(given.catalog.loadTable(given.ana, flights), projectionNotReady.matches)
})

test('given a projection, when the table is loaded, then it is all that is answered', async () => {
  const narrow = accessWith({})
  const projected = async ({ metadata }: { metadata: TableMetadata }) => ({
    metadata: { ...metadata, location: 's3://projections/p' },
    metadataLocation: 's3://projections/p/metadata/1.json',
    location: 's3://projections/p',
  })
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => narrow },
    projections: { current: projected, partial: projected, cost: async () => undefined },
  }))
  await givenFlights(given)

  const loaded = await given.catalog.loadTable(given.ana, flights)

  assert.equal(loaded.projected, true)
  assert.equal(loaded.location, 's3://projections/p')
  assert.equal(loaded.metadata.location, 's3://projections/p')
})

test('given a load, when the audit is read, then it says who saw which version', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  await given.catalog.loadTable(given.ana, flights)

  const { rows } = await given.database.pool.query(
    `SELECT account_id, actor, resource, detail FROM foundation.outbox
     WHERE action = 'catalog.table-loaded'`,
  )
  assert.equal(rows.length, 1)
  assert.equal(rows[0].resource, 'arn:aws:glue:us-east-1:700000000001:table/mobility/flights')
  assert.equal(rows[0].detail.version, 1)
})

test('given a metadata file that is gone, when the table is loaded, then it is said', async () => {
  await using given = await givenCatalog()
  const { metadataLocation } = await givenFlights(given)
  await given.catalog.loadTable(given.ana, flights)

  await given.storage.remove([metadataLocation])

  await assert.rejects(given.catalog.loadTable(given.ana, flights), metadataMissing.matches)
})
