import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST } from '../../../testing/identity.ts'
import type { Caller } from '../../identity/index.ts'
import { externalRestricted, invalidLocation, noSuchPartition } from '../errors.ts'
import type { GivenPartition } from '../index.ts'
import { flights, givenCatalog, schema, stranger } from '../testing/given-catalog.ts'
import {
  givenPartitions,
  givenVault,
  partialAccess,
  raw,
  rawDefinition,
} from '../testing/given-external.ts'
import { type GivenGoverned, givenGoverned } from '../testing/given-governed.ts'

const day = ['2026-03-01', '1']

test('given partitions in their places, when keys are asked for, then for one alone', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1/')
  const { catalog, ana } = given

  const vended = await catalog.vendForPartition(ana, { ...raw, values: day })

  assert.equal(vended?.prefix, 's3://elsewhere/raw/day=1/')
  const [{ prefixes, tableId } = assert.fail()] = given.vended.slice(-1)
  assert.deepEqual(prefixes, [{ location: 's3://elsewhere/raw/day=1/', access: 'read-write' }])
  assert.ok(tableId)
})

test('given a partition in a bucket of others, when keys are asked for, then none', async () => {
  await using given = await givenPlace('s3://foreign/day=1')
  await given.storage.ensureBucket({ name: 'foreign', accountId: stranger })

  const vended = await given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  assert.deepEqual([vended, given.vended], [undefined, []])
})

test('given a partition at a place that others govern, when asked for, then denied', async () => {
  await using given = await givenPlace('s3://vault/secret')
  await givenVault(given)

  const asked = given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  await assert.rejects(asked, (error: { kind?: string }) => error.kind === 'denied')
  assert.deepEqual(given.vended, [])
})

test('given no such partition, or a table of Iceberg, when asked for, then absent', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  const { catalog, ana } = given
  await catalog.createTable(ana, { ...flights, schema })

  for (const values of [['2026-03-02', '1'], ['2026-03-01'], [], ['\0', '1']])
    await assert.rejects(catalog.vendForPartition(ana, { ...raw, values }), noSuchPartition.matches)
  const iceberg = catalog.vendForPartition(ana, { ...flights, values: day })
  await assert.rejects(iceberg, noSuchPartition.matches)
})

test('given who may read a part, when it asks for a partition, then it is refused', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  partialAccess(given, [1])

  const asked = given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  await assert.rejects(asked, externalRestricted.matches)
})

/** The table of `givenRaw` with one partition, at `location`. */
async function givenPlace(location: string) {
  const given = await givenCatalog()
  await given.storage.ensureBucket({ name: 'elsewhere', accountId: raw.accountId })
  await givenPartitions(given, [])
  const definition = { location, columns: [], properties: {}, kept: {} }
  const partitions = [{ values: day, definition }]
  const failures = await given.catalog.createPartitions(given.ana, { ...raw, partitions })
  assert.deepEqual(failures, [])
  return given
}

test('given IAM alone, when keys of a registered place are had, then as for a commit', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  const { catalog, ana, deps } = given
  const settings = await deps.governance.getDataLakeSettings(ana, ana.accountId)
  await deps.governance.putDataLakeSettings(ana, { ...settings, admins: [ana.principalArn] })
  await deps.governance.registerLocation(ana, { location: 's3://elsewhere/' })
  const vended = async () => {
    await catalog.vendForPartition(ana, { ...raw, values: day })
    return given.vended.at(-1)?.prefixes[0]?.access
  }

  assert.equal(await vended(), 'read-write')
  given.refused.add('glue:UpdateTable')
  assert.equal(await vended(), 'read')
})

test('given the place of another table, when it is made a partition, then never', async () => {
  await using given = await givenMarket()
  const { ben, lake } = given
  const own = 's3://lake/mkt/raw/own'

  const places = ['s3://lake/mkt/trades', 's3://lake/mkt/trades/data', own]
  const failures = await lake.catalog.createPartitions(ben, {
    ...inMarket(ben, 'raw'),
    partitions: places.map((location, index) => partitionAt(location, `${index}`)),
  })

  assert.deepEqual(
    failures.map(({ values, error }) => [values, (error as { code?: string }).code]),
    [
      [['0'], 'catalog.invalid-location'],
      [['1'], 'catalog.invalid-location'],
    ],
  )
  const vended = await lake.catalog.vendForPartition(ben, {
    ...inMarket(ben, 'raw'),
    values: ['2'],
  })
  assert.equal(vended?.prefix, `${own}/`)
})

test('given keys of a partition, when a table comes there, then they end', async () => {
  await using given = await givenMarket()
  const { ana, ben, lake } = given
  const partition = { ...inMarket(ben, 'raw'), values: ['later'] }
  await lake.catalog.createPartitions(ben, {
    ...inMarket(ben, 'raw'),
    partitions: [partitionAt('s3://lake/mkt/later', 'later')],
  })
  const vended = await lake.catalog.vendForPartition(ben, partition)
  assert.ok(vended)
  const presented = { storage: true }
  const { caller } = await lake.identity.authenticate(vended.credentials, FROM_HOST, presented)
  const before = lake.governance.keysEnded(caller, 'read')

  const location = 's3://lake/mkt/later/quotes'
  await lake.catalog.createTable(ana, { ...inMarket(ana, 'quotes'), schema, location })

  const after = (['read', 'write'] as const).map((use) => lake.governance.keysEnded(caller, use))
  assert.deepEqual([before, after], [false, [true, true]])
  await assert.rejects(lake.catalog.vendForPartition(ben, partition), invalidLocation.matches)
})

function inMarket({ accountId }: Caller, table: string) {
  return { accountId, database: 'mkt', table }
}

function partitionAt(location: string, value: string): GivenPartition {
  return { values: [value], definition: { location, columns: [], properties: {}, kept: {} } }
}

/** Ana has trades in a lake that is governed; ben, who may make tables there, has raw files. */
async function givenMarket(): Promise<GivenGoverned> {
  const given = await givenGoverned()
  const { ana, ben, lake } = given
  await lake.storage.ensureBucket({ name: 'lake', accountId: ana.accountId })
  await lake.governance.registerWarehouse(ana, {
    accountId: ana.accountId,
    location: 's3://lake',
  })
  const { table: _table, ...mkt } = inMarket(ana, 'trades')
  await lake.catalog.createDatabase(ana, { ...mkt, location: 's3://lake/mkt' })
  const trades = { ...inMarket(ana, 'trades'), schema, location: 's3://lake/mkt/trades' }
  await lake.catalog.createTable(ana, trades)
  const resource = { kind: 'database', database: 'mkt' } as const
  await given.grant({ resource, permissions: ['CREATE_TABLE', 'DESCRIBE'] })
  const definition = {
    ...rawDefinition,
    location: 's3://lake/mkt/raw',
    partitionKeys: [{ name: 'day', type: 'string' }],
  }
  await lake.catalog.createExternalTable(ben, { ...inMarket(ben, 'raw'), definition })
  return given
}
