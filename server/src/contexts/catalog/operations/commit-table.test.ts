import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hear } from '../../../testing/hear.ts'
import { commitConflict, invalidLocation } from '../errors.ts'
import { createCatalog } from '../index.ts'
import type { TableMetadata } from '../model/metadata.ts'
import {
  flights,
  givenCatalog,
  givenFlights,
  givenFlightsElsewhere,
  mobility,
  schema,
} from '../testing/given-catalog.ts'

const set = (key: string) => ({ action: 'set-properties' as const, updates: { [key]: 'x' } })

test('given 50 writers and two servers, when they race, then nothing is lost', async () => {
  await using given = await givenCatalog()
  const { table } = await givenFlights(given)
  const other = createCatalog(given.deps)
  const servers = [given.catalog, other]

  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`)
  await Promise.all(
    keys.map((key, index) =>
      servers[index % 2]?.commitTable(given.ana, {
        ...flights,
        requirements: [],
        updates: [set(key)],
      }),
    ),
  )

  const loaded = await given.catalog.loadTable(given.ana, flights)
  assert.deepEqual(Object.keys(loaded.metadata.properties).sort(), keys.toSorted())
  assert.equal(loaded.table.version, 51)
  assert.equal(loaded.metadata['metadata-log'].length, 50)
  const files: string[] = []
  for await (const file of given.storage.list(`${table.location}/metadata/`))
    files.push(file.location)
  assert.equal(files.length, 51)
})

test('given a stale requirement, when committed, then the table is as it was', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  const committing = given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [{ type: 'assert-default-spec-id', 'default-spec-id': 7 }],
    updates: [set('a')],
  })

  await assert.rejects(committing, commitConflict.matches)
  const { metadata, table } = await given.catalog.loadTable(given.ana, flights)
  assert.deepEqual(metadata.properties, {})
  assert.equal(table.version, 1)
})

test('given a staged creation, when it is committed twice, then the first one stands', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const { metadata: staged } = await catalog.stageTable(ana, { ...flights, schema })
  const command = creationOf(staged)

  const created = await catalog.commitTable(ana, command)

  await assert.rejects(catalog.commitTable(ana, command), commitConflict.matches)
  assert.equal(created.metadata['table-uuid'], staged['table-uuid'])
  assert.equal(created.location, staged.location)
  assert.deepEqual(created.metadata.schemas[0]?.fields, schema.fields)
})

test('given a staged creation, when its files come first, then nobody is asked', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, deps, storage } = given
  await catalog.createDatabase(ana, mobility)
  const { metadata: staged } = await catalog.stageTable(ana, { ...flights, schema })
  await storage.write(`${staged.location}/data/a.parquet`, Buffer.from('first'))
  const hours = 2 * 3_600_000
  const later = createCatalog({ ...deps, clock: () => new Date(Date.now() + hours) })

  const late = later.commitTable(ana, creationOf(staged))

  await assert.rejects(late, { code: 'governance.denied' })
  const created = await catalog.commitTable(ana, creationOf(staged))

  assert.equal(created.location, staged.location)
})

/** As Iceberg's clients commit a `CREATE TABLE … AS`. */
function creationOf(staged: TableMetadata) {
  return {
    ...flights,
    requirements: [{ type: 'assert-create' as const }],
    updates: [
      { action: 'assign-uuid' as const, uuid: staged['table-uuid'] },
      { action: 'add-schema' as const, schema },
      { action: 'set-current-schema' as const, 'schema-id': -1 },
      { action: 'add-spec' as const, spec: { fields: [] } },
      { action: 'set-default-spec' as const, 'spec-id': -1 },
      { action: 'add-sort-order' as const, 'sort-order': { fields: [] } },
      { action: 'set-default-sort-order' as const, 'sort-order-id': -1 },
      { action: 'set-location' as const, location: staged.location },
      set('a'),
    ],
  }
}

test('given the place of another table, when moved there, then it is refused', async () => {
  await using given = await givenCatalog()
  const { location } = await givenFlightsElsewhere(given)
  const other = { ...flights, table: 'thief' }
  await given.catalog.createTable(given.ana, { ...other, schema })

  const moving = given.catalog.commitTable(given.ana, {
    ...other,
    requirements: [],
    updates: [{ action: 'set-location', location }],
  })

  await assert.rejects(moving, invalidLocation.matches)
})

test('given commits, when one changes more than properties, then that is announced', async () => {
  await using given = await givenCatalog()
  const { table } = await givenFlights(given)
  await hear(given.database, 'catalog.table-committed')

  const upgrade = { action: 'upgrade-format-version', 'format-version': 3 } as const
  for (const update of [set('a'), upgrade, set('b')])
    await given.catalog.commitTable(given.ana, { ...flights, requirements: [], updates: [update] })

  const { rows } = await given.database.pool.query(
    'SELECT payload FROM graphile_worker._private_jobs ORDER BY id',
  )
  const heard = rows.flatMap(({ payload }) => payload.announced ?? [])
  assert.deepEqual(
    heard.map(({ tableId, version }) => [tableId, version]),
    [[table.id, table.version + 2]],
  )
})

test('given a creation in another format, when committed, then it has that one', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const properties = { 'format-version': '1' }
  const { metadata: staged } = await catalog.stageTable(ana, { ...flights, schema, properties })
  const command = creationOf(staged)
  const upgrade = (version: number) => ({
    action: 'upgrade-format-version' as const,
    'format-version': version,
  })

  for (const version of [1, 3]) {
    const { metadata } = await catalog.commitTable(ana, {
      ...command,
      table: `of-${version}`,
      updates: [
        upgrade(version),
        ...command.updates.filter(({ action }) => action !== 'set-location'),
      ],
    })
    assert.equal(metadata['format-version'], version)
  }
})

test('given a place that is no S3, when asked for, then the table has one of ours', async () => {
  await using given = await givenCatalog()
  const { location, metadata } = await givenFlights(given)
  const elsewhere = 'file:/tmp/mobility/flights'
  const created = await given.catalog.createTable(given.ana, {
    ...{ ...flights, table: 'other', schema },
    location: elsewhere,
  })

  const { metadata: moved } = await given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [],
    updates: [{ action: 'set-location', location: elsewhere }, set('a')],
  })

  assert.match(created.location, /^s3:\/\/warehouse-700000000001\/mobility\/other-/)
  assert.deepEqual(moved.location, location)
  assert.deepEqual({ ...metadata.properties, a: 'x' }, moved.properties)
})
