import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { noSuchTable } from '../errors.ts'
import { catalogJobs } from '../index.ts'
import { flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

test('given a table, when it is dropped without purge, then its files stay', async () => {
  await using given = await givenCatalog()
  const { metadataLocation } = await givenFlights(given)

  await given.catalog.dropTable(given.ana, flights)

  await assert.rejects(given.catalog.loadTable(given.ana, flights), noSuchTable.matches)
  assert.ok(await given.storage.stat(metadataLocation))
})

test('given a purge, when its job runs twice, then the files are gone', async () => {
  await using given = await givenCatalog()
  const { location, table } = await givenFlights(given)
  await given.catalog.dropTable(given.ana, { ...flights, purge: true })
  const purge = catalogJobs(given.deps)['catalog.purge-files']

  await purge?.({ tableId: table.id, location })
  await purge?.({ tableId: table.id, location })

  for await (const file of given.storage.list(location)) assert.fail(file.location)
})

test('given a new table at the old place, when the purge runs, then it spares it', async () => {
  await using given = await givenCatalog()
  const { location, table, metadataLocation } = await givenFlights(given)

  await catalogJobs(given.deps)['catalog.purge-files']?.({ tableId: table.id, location })

  assert.ok(await given.storage.stat(metadataLocation))
})

test('given files put there after the drop, when the purge runs, then it spares them', async () => {
  await using given = await givenCatalog()
  const { location, table, metadataLocation } = await givenFlights(given)
  const later = `${location}/data/later.parquet`
  const droppedAt = new Date().toISOString()
  await given.catalog.dropTable(given.ana, { ...flights, purge: true })
  await sleep(5)
  await given.storage.write(later, Buffer.from('later'))

  await catalogJobs(given.deps)['catalog.purge-files']?.({ tableId: table.id, location, droppedAt })

  assert.ok(await given.storage.stat(later))
  assert.equal(await given.storage.stat(metadataLocation), undefined)
})
