import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDuckdb, quotePath } from '../../../foundation/duckdb.ts'
import type { Predicate } from '../../governance/index.ts'
import { projectionRefused } from '../errors.ts'
import { currentSnapshot } from '../model/metadata.ts'
import { delays, schema } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected } from '../testing/given-projected.ts'

const [day, carrier, delay] = [1, 2, 3]
const lufthansa: Predicate = {
  op: '=',
  column: carrier,
  value: { type: 'string', value: 'LH' },
}
const late: Predicate = { op: '>', column: delay, value: { type: 'long', value: '6' } }
const everyColumn = new Set([day, carrier, delay])

/** Two commits of two carriers. */
async function givenTwoCarriers(layout: Parameters<typeof givenProjected>[0] = {}) {
  const given = await givenProjected(layout)
  await given.append(delays('2026-01-01', 'LH', [5, 7]))
  await given.append(delays('2026-01-02', 'XQSECRET', [8, 4711]))
  return given
}

test('given some columns, when the table is read, then it has these and all rows', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([day, delay]) })

  const { metadata, projected } = await given.load()

  assert.equal(projected, true)
  assert.deepEqual(
    metadata.schemas.map(({ fields }) => fields.map(({ name, id }) => `${id} ${name}`)),
    [['1 day', '3 delay']],
  )
  assert.deepEqual(await given.read(), [
    { day: '2026-01-01', delay: '5' },
    { day: '2026-01-01', delay: '7' },
    { day: '2026-01-02', delay: '8' },
    { day: '2026-01-02', delay: '4711' },
  ])
})

test('given a filter on a hidden column, when read, then its rows alone are there', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([delay]), rowFilter: lufthansa })

  const rows = await given.read()

  assert.deepEqual(rows, [{ delay: '5' }, { delay: '7' }])
  const { metadata } = await given.load()
  const summary = currentSnapshot(metadata)?.summary
  // The file without such rows is not there at all.
  assert.equal(summary?.['total-data-files'], '1')
  assert.equal(summary?.['total-records'], '2')
})

test('given cell filters, when read, then cells outside of them are NULL', async () => {
  await using given = await givenTwoCarriers()
  const rowFilter: Predicate = { op: 'or', terms: [lufthansa, late] }
  const cellFilters = new Map([[carrier, lufthansa] as const])
  given.allow({ columns: new Set([carrier, delay]), rowFilter, cellFilters })

  const rows = await given.read()

  assert.deepEqual(rows, [
    { carrier: 'LH', delay: '5' },
    { carrier: 'LH', delay: '7' },
    { carrier: null, delay: '8' },
    { carrier: null, delay: '4711' },
  ])
})

test('given no readable row, when read, then the table is empty and has a snapshot', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: everyColumn, rowFilter: { op: 'false' } })

  assert.deepEqual(await given.read(), [])
  const { metadata } = await given.load()
  assert.equal(currentSnapshot(metadata)?.summary['total-data-files'], '0')
})

test('given an empty table, when it is read in part, then it is empty', async () => {
  await using given = await givenProjected()
  given.allow({ columns: new Set([day]) })

  assert.deepEqual(await given.read(), [])
  assert.deepEqual((await given.load()).metadata.snapshots, [])
})

test('given a partition by a hidden column, when read, then files do not show it', async () => {
  const fields = [{ 'source-id': carrier, name: 'carrier', transform: 'identity' }]
  await using given = await givenProjected({ partitionSpec: { fields } })
  const files = await Promise.all(
    ['AA', 'BB', 'CC'].map((one) => given.written(delays('2026-01-01', one, [3, 1, 2]))),
  )
  const ref = { accountId: given.ana.accountId, database: 'mobility', table: 'flights' }
  await given.catalog.append(given.ana, { ...ref, files, commitKey: 'three' })
  given.allow({ columns: new Set([delay]) })

  const { metadata } = await given.load()

  assert.deepEqual(metadata['partition-specs'], [{ 'spec-id': 0, fields: [] }])
  assert.equal(currentSnapshot(metadata)?.summary['total-data-files'], '1')
  await using scan = await given.catalog.scan(given.ana, ref)
  const inOrder = await given.rows('SELECT delay FROM $table', scan)
  const values = ['1', '1', '1', '2', '2', '2', '3', '3', '3']
  assert.deepEqual(
    inOrder,
    values.map((value) => ({ delay: value })),
  )
})

test('given a partition by a visible column, when projected, then it still divides', async () => {
  const fields = [{ 'source-id': day, name: 'day', transform: 'identity' }]
  await using given = await givenTwoCarriers({ partitionSpec: { fields } })
  given.allow({ columns: new Set([day, delay]) })

  const { metadata } = await given.load()

  assert.equal(metadata['partition-specs'][0]?.fields[0]?.name, 'day')
  assert.equal(currentSnapshot(metadata)?.summary['total-data-files'], '2')
  assert.equal((await given.read()).length, 4)
})

test('given a new column, a rename and a wider type, when read, then all files fit', async () => {
  const narrow = { ...schema, fields: schema.fields.with(2, field(delay, 'delay', 'int')) }
  await using given = await givenProjected({ schema: narrow })
  await given.append(`SELECT DATE '2026-01-01' AS day, 'LH' AS carrier, 5::INTEGER AS delay`)
  await given.evolve([
    field(day, 'at', 'date'),
    field(delay, 'minutes', 'long'),
    field(4, 'carrier', 'string'),
  ])
  await given.append(
    `SELECT DATE '2026-01-02' AS at, 5000000000::BIGINT AS minutes, 'new' AS carrier`,
  )
  given.allow({ columns: new Set([day, delay, 4]), rowFilter: { op: 'not', term: never(4) } })

  assert.deepEqual(await given.read(), [
    { at: '2026-01-01', minutes: '5', carrier: null },
    { at: '2026-01-02', minutes: '5000000000', carrier: 'new' },
  ])
})

const field = (id: number, name: string, type: string) => ({ id, name, type, required: false })
const never = (column: number): Predicate => ({
  op: 'and',
  terms: [{ op: 'is-null', column }, { op: 'false' }],
})

test('given an append, when read again, then only its file is made anew', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([delay]) })
  await given.load()
  const before = await parquets(given)

  await given.append(delays('2026-01-03', 'LH', [1]))
  await given.load()

  const after = await parquets(given)
  assert.equal(after.length, 3)
  assert.ok(before.every((location) => after.includes(location)))
})

test('given a rename, when read again, then no file is made anew', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([delay]) })
  await given.load()
  const before = await parquets(given)

  await given.evolve(schema.fields.with(2, field(delay, 'minutes', 'long')))

  assert.deepEqual((await given.read())[0], { minutes: '5' })
  assert.deepEqual(await parquets(given), before)
})

async function parquets(given: GivenProjected): Promise<string[]> {
  return (await given.objects()).filter((location) => location.endsWith('.parquet'))
}

test('given a right taken away, when loaded, then the table is another one', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([carrier, delay]) })
  const before = await given.load()

  given.allow({ columns: new Set([delay]) })
  const after = await given.load()

  assert.notEqual(after.location, before.location)
  assert.notEqual(after.metadata['table-uuid'], before.metadata['table-uuid'])
})

test('given hidden names and values, when all bytes are searched, then none is found', async () => {
  const fields = [{ 'source-id': carrier, name: 'carrier_part', transform: 'identity' }]
  await using given = await givenTwoCarriers({
    partitionSpec: { fields },
    properties: { owner: 'XQOWNER' },
  })
  given.allow({ columns: new Set([day, delay]), rowFilter: { op: 'not', term: late } })
  const { location } = await given.load()

  const objects = await given.objects()
  assert.ok(objects.length >= 4)
  for (const object of objects) {
    assert.ok(object.startsWith(`${location}/`))
    const texts = [object, (await given.storage.readAll(object)).toString('latin1')]
    if (object.endsWith('.parquet')) texts.push(await opened(given, object))
    for (const hidden of ['XQSECRET', 'XQOWNER', 'carrier', 'LH', '4711', 'warehouse', 'mobility'])
      assert.ok(!texts.some((text) => text.includes(hidden)), `${hidden} is in ${object}`)
  }
})

/** All that is in a Parquet file, out of its compression. */
async function opened({ storage }: GivenProjected, location: string): Promise<string> {
  await using local = await storage.localFile(location)
  await using duckdb = await openDuckdb({ paths: [local.path] })
  const from = quotePath(local.path)
  const rows = await duckdb.rows(`SELECT * FROM read_parquet(${from})`)
  const footer = await duckdb.rows(
    `SELECT path_in_schema, stats_min, stats_max FROM parquet_metadata(${from})`,
  )
  return JSON.stringify([rows, footer])
}

test('given a filter that is not understood, when loaded, then it is refused', async () => {
  await using given = await givenTwoCarriers()
  const filters: Predicate[] = [
    { op: '=', column: 99, value: { type: 'long', value: '1' } },
    { op: '=', column: carrier, value: { type: 'long', value: '1' } },
    { op: 'like', column: delay, pattern: '1%' },
    { op: 'matches', column: carrier, value: { type: 'string', value: 'x' } } as never,
  ]

  for (const rowFilter of filters) {
    given.allow({ columns: new Set([delay]), rowFilter })
    await assert.rejects(given.load(), projectionRefused.matches)
  }
})

test('given a pattern that fails on a row, when loaded, then its text stays inside', async () => {
  await using given = await givenTwoCarriers()
  // A lone escape at the end: DuckDB complains of it, and prints what it was about to match.
  given.allow({ columns: new Set([delay]), rowFilter: { op: 'like', column: 2, pattern: 'X\\' } })

  const error = await given.load().catch((failure: Error) => failure)

  assert.ok(projectionRefused.matches(error))
  assert.equal(
    (error as Error).message,
    'the part of "mobility.flights" that is open to you cannot be prepared',
  )
  assert.deepEqual(await given.objects(), [])
})

test('given two servers, when both make one projection, then it is made once', async () => {
  await using given = await givenTwoCarriers()
  given.allow({ columns: new Set([delay]) })
  const { createCatalog, createProjections } = await import('../index.ts')
  const other = createProjections(given.projectionDeps)
  const governance = { ...given.deps.governance }
  const second = createCatalog({ ...given.deps, governance, projections: other })
  const ref = { accountId: given.ana.accountId, database: 'mobility', table: 'flights' }

  const loads = await Promise.all([given.load(), second.loadTable(given.ana, ref)])

  assert.equal(loads[0].metadataLocation, loads[1].metadataLocation)
  assert.equal((await parquets(given)).length, 2)
  assert.equal((await given.read()).length, 4)
})
