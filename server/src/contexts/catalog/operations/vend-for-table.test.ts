import assert from 'node:assert/strict'
import { test } from 'node:test'
import { externalRestricted } from '../errors.ts'
import {
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import {
  givenRaw,
  givenVault,
  partialAccess,
  raw,
  rawDefinition,
} from '../testing/given-external.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given tables in own places, when keys are asked for, then for these alone', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const { location } = await givenFlights(given)
  await storage.ensureBucket({ name: 'elsewhere', accountId: raw.accountId })
  await catalog.createExternalTable(ana, { ...raw, definition: rawDefinition })

  const iceberg = await catalog.vendForTable(ana, flights)
  const external = await catalog.vendForTable(ana, raw)

  assert.deepEqual([iceberg?.prefix, external?.prefix], [`${location}/`, 's3://elsewhere/raw/'])
  assert.deepEqual(given.vended.at(-1)?.prefixes, [
    { location: 's3://elsewhere/raw/', access: 'read-write' },
  ])
})

test('given a bucket of others, when a table says it lies there, then nothing is had', async () => {
  await using given = await givenCatalog()
  await given.storage.ensureBucket({ name: 'elsewhere', accountId: stranger })
  await givenRaw(given)

  const vended = await given.catalog.vendForTable(given.ana, raw)

  assert.deepEqual([vended, given.vended], [undefined, []])
})

test('given a place that others govern later, when keys are asked for, then none', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const definition = { ...rawDefinition, location: 's3://vault/secret' }
  await catalog.createExternalTable(ana, { ...raw, definition })
  await givenVault(given)

  const asked = catalog.vendForTable(ana, raw)

  await assert.rejects(asked, (error: { kind?: string }) => error.kind === 'denied')
  assert.deepEqual(given.vended, [])
})

test('given who may read a part of an external table, when they ask, then adopt it', async () => {
  await using given = await givenCatalog()
  await givenRaw(given)
  partialAccess(given, [1])

  const asked = given.catalog.vendForTable(given.ana, raw)

  await assert.rejects(asked, externalRestricted.matches)
})

test('given INSERT alone, when keys to write are asked for, then they are had (D-20)', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(ana, ref)
  await catalog.createTable(ana, { ...ref, schema })
  const resource = { kind: 'table', database: 'mobility', table: 'flights' } as const
  await grant({ resource, permissions: ['INSERT'] })

  const reading = () => catalog.vendForTable(ben, { ...ref, permissions: ['SELECT'] })
  const unsaid = await catalog.vendForTable(ben, ref)
  const writing = await catalog.vendForTable(ben, { ...ref, permissions: ['INSERT'] })
  const loaded = await catalog.loadTable(ben, ref)

  await assert.rejects(reading(), { code: 'governance.denied' })
  assert.equal(unsaid, undefined)
  assert.equal(writing?.prefix, `${loaded.location}/`)
  // Iceberg’s catalog reads too, so it hands out none.
  assert.equal(await catalog.vendCredentials(ben, loaded), undefined)
})

test('given who may write, when keys only to read are asked for, then they only read', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const { location } = await givenFlights(given)
  await storage.ensureBucket({ name: 'elsewhere', accountId: raw.accountId })
  await catalog.createExternalTable(ana, { ...raw, definition: rawDefinition })

  await catalog.vendForTable(ana, { ...flights, readOnly: true })
  await catalog.vendForTable(ana, { ...raw, readOnly: true })

  assert.deepEqual(
    given.vended.slice(-2).flatMap(({ prefixes }) => prefixes),
    [
      { location: `${location}/`, access: 'read' },
      { location: 's3://elsewhere/raw/', access: 'read' },
    ],
  )
})
