import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CatalogDeps } from '../deps.ts'
import { noSuchTable } from '../errors.ts'
import { catalogJobs, type LoadedTable } from '../index.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { PURGE_JOB } from '../steps/purge.ts'
import {
  delays,
  flights,
  type GivenCatalog,
  givenCatalog,
  givenFlights,
  givenFlightsElsewhere,
  mobility,
  schema,
} from '../testing/given-catalog.ts'
import { rawDefinition } from '../testing/given-external.ts'
import { type GivenGoverned, givenGoverned } from '../testing/given-governed.ts'

test('given a table, when it is dropped without purge, then its files stay', async () => {
  await using given = await givenCatalog()
  const { metadataLocation } = await givenFlights(given)

  await given.catalog.dropTable(given.ana, flights)

  await assert.rejects(given.catalog.loadTable(given.ana, flights), noSuchTable.matches)
  assert.ok(await given.storage.stat(metadataLocation))
})

/** The job that a drop with `purge` adds, at this moment. */
function purging(
  deps: CatalogDeps,
  { location, metadataLocation, table }: LoadedTable,
): () => Promise<void> {
  const purge = catalogJobs(deps)[PURGE_JOB]
  assert.ok(purge)
  const droppedAt = new Date().toISOString()
  const places = [`${location}/data/`, `${location}/metadata/`]
  const where = { location, metadataLocation, named: [`${location}/`], places }
  return () => purge({ tableId: table.id, ...where, droppedAt })
}

/** The job as the drop has written it down. */
async function purged(given: GivenCatalog): Promise<void> {
  const { rows } = await given.database.pool.query<{ payload: unknown }>(
    'SELECT payload FROM graphile_worker._private_jobs ORDER BY id DESC LIMIT 1',
  )
  const purge = catalogJobs(given.deps)[PURGE_JOB] ?? assert.fail()
  await purge(rows[0]?.payload)
}

test('given a purge, when its job runs twice, then the files are gone', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)
  await given.catalog.dropTable(given.ana, { ...flights, purge: true })
  const purge = purging(given.deps, loaded)

  await purge()
  await purge()

  for await (const file of given.storage.list(loaded.location)) assert.fail(file.location)
})

test('given files from before the table, when it is purged, then they stay', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const location = 's3://elsewhere/mobility/flights'
  const before = [`${location}/precious.parquet`, `${location}/data/precious.parquet`]
  const beside = `${location}/notes.txt`
  await storage.ensureBucket({ name: 'elsewhere', accountId: flights.accountId })
  for (const file of before) await storage.write(file, Buffer.from('already here'))
  await sleep(5)
  await catalog.createDatabase(ana, mobility)
  await catalog.createTable(ana, { ...flights, schema, location })
  await storage.write(beside, Buffer.from('by somebody'))
  await storage.write(`${location}/data/lost.parquet`, Buffer.from('of a commit that failed'))
  const files = [await given.written(delays('2013-01-01', 'UA', [1]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'one' })

  await catalog.dropTable(ana, { ...flights, purge: true })
  await purged(given)
  await purged(given)

  const left: string[] = []
  for await (const file of storage.list(`${location}/`)) left.push(file.location)
  assert.deepEqual(left.toSorted(), [...before, beside].toSorted())
})

test('given metadata that names what is others’, when purged, then that stays', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const { metadata, location } = await givenFlightsElsewhere(given)
  const other = 's3://elsewhere/mobility/other/a.parquet'
  await storage.write(other, Buffer.from('other'))
  const statistics = { 'snapshot-id': 1n, 'statistics-path': other }
  const climbing = { ...statistics, 'statistics-path': `${location}/../other/a.parquet` }
  const file = `${location}/metadata/9.metadata.json`
  const named = { ...metadata, 'partition-statistics': [statistics, climbing] }
  await storage.write(file, Buffer.from(stringifyLossless(named)))
  await catalog.dropTable(ana, flights)
  await catalog.registerTable(ana, { ...flights, metadataLocation: file })

  await catalog.dropTable(ana, { ...flights, purge: true })
  await purged(given)

  assert.ok(await storage.stat(other))
  assert.equal(await storage.stat(file), undefined)
})

test('given a new table at the old place, when the purge runs, then it spares it', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)

  await purging(given.deps, loaded)()

  assert.ok(await given.storage.stat(loaded.metadataLocation))
})

test('given files put there after the drop, when the purge runs, then it spares them', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)
  const later = `${loaded.location}/data/later.parquet`
  await given.catalog.dropTable(given.ana, { ...flights, purge: true })
  const purge = purging(given.deps, loaded)
  await sleep(5)
  await given.storage.write(later, Buffer.from('later'))

  await purge()

  assert.ok(await given.storage.stat(later))
  assert.equal(await given.storage.stat(loaded.metadataLocation), undefined)
})

test('given a purge that takes long, when tables are made, then only its place waits', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, deps } = given
  const loaded = await givenFlightsElsewhere(given)
  const { location } = loaded
  await catalog.dropTable(ana, { ...flights, purge: true })
  const [begun, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const remove = async (locations: readonly string[]) => {
    begun.resolve()
    await open.promise
    await given.storage.remove(locations)
  }
  const purged = purging({ ...deps, storage: { ...deps.storage, remove } }, loaded)()
  await Promise.race([begun.promise, purged])
  const at = (place: string) =>
    catalog.createExternalTable(ana, {
      ...{ ...mobility, table: `t${place.length}` },
      definition: { ...rawDefinition, location: place },
    })

  const making = Promise.allSettled(['', '/data', 'x'].map((end) => at(`${location}${end}`)))
  const made = await Promise.race([making, sleep(3000, 'waited')])
  open.resolve()
  await Promise.all([purged, making])

  assert.ok(typeof made === 'object', String(made))
  const reasons = made.map((one) => one.status === 'rejected' && String(one.reason.message))
  const removed = /files of a dropped table are being removed there/
  assert.match(reasons[0] || '', removed)
  assert.match(reasons[1] || '', removed)
  assert.equal(reasons[2], false)
  assert.equal((await at(location)).location, location)
})

test('given what a governed table left, when it is claimed, then by admins alone', async () => {
  await using given = await givenGoverned()
  const { ana, ben, lake } = given
  const at = { accountId: ana.accountId, database: 'mobility' }
  await lake.catalog.createDatabase(ana, at)
  const pay = { ...at, table: 'pay' }
  const { location, metadataLocation } = await lake.catalog.createTable(ana, { ...pay, schema })
  const resource = { kind: 'database', database: 'mobility' } as const
  await given.grant({ resource, permissions: ['CREATE_TABLE'] })
  await mayAllByIam(given)
  await lake.catalog.dropTable(ana, pay)
  const mine = { ...at, table: 'mine' }
  const updates = [{ action: 'set-location' as const, location }, ...columns]

  const claims = [
    () => lake.catalog.createTable(ben, { ...mine, schema, location }),
    () => lake.catalog.stageTable(ben, { ...mine, schema, location: `${location}/metadata` }),
    () =>
      lake.catalog.commitTable(ben, {
        ...mine,
        requirements: [{ type: 'assert-create' }],
        updates,
      }),
    () => lake.catalog.registerTable(ben, { ...mine, metadataLocation }),
    () =>
      lake.catalog.createExternalTable(ben, {
        ...mine,
        definition: { ...rawDefinition, location },
      }),
  ]

  for (const claim of claims) await assert.rejects(claim(), { code: 'governance.denied' })
  await lake.catalog.replaceDatabase(ana, {
    ...at,
    properties: {},
    location: `s3://warehouse-${at.accountId}/mobility`,
  })
  for (const claim of claims) await assert.rejects(claim(), { code: 'governance.denied' })
  await lake.catalog.registerTable(ana, { ...mine, metadataLocation })
})

const columns = [
  { action: 'add-schema' as const, schema },
  { action: 'set-current-schema' as const, 'schema-id': -1 },
  { action: 'add-spec' as const, spec: { fields: [] } },
  { action: 'set-default-spec' as const, 'spec-id': -1 },
]

async function mayAllByIam({ ana, lake }: GivenGoverned): Promise<void> {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const policy = { kind: 'user', name: 'ben', policyName: 'all' } as const
  await lake.identity.putInlinePolicy(ana, { ...policy, text })
}
