import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchSnapshot, unreadableFile, unreadableTable } from '../errors.ts'
import { delays, flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'

test('given an empty table, when it is scanned, then it has columns and no rows', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  await using scan = await given.catalog.scan(given.ana, flights)

  assert.deepEqual(await given.rows('SELECT count(delay)::INT AS n FROM $table', scan), [{ n: 0 }])
  const asking = given.catalog.scan(given.ana, { ...flights, at: { snapshotId: 1n } })
  await assert.rejects(asking, noSuchSnapshot.matches)
})

test('given a renamed and an added column, when scanned, then old files have them', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const files = [await given.written(delays('2013-01-01', 'UA', [7]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'k' })
  const [day, carrier, delay] = schema.fields as [never, never, (typeof schema.fields)[0]]
  const added = { id: 4, name: 'tail', required: false, type: 'string' }
  const fields = [day, carrier, { ...delay, name: 'late' }, added]
  await catalog.commitTable(ana, {
    ...flights,
    requirements: [],
    updates: [
      { action: 'add-schema', schema: { ...schema, fields } },
      { action: 'set-current-schema', 'schema-id': -1 },
    ],
  })

  await using scan = await catalog.scan(ana, flights)

  const rows = await given.rows('SELECT late, tail FROM $table', scan)
  assert.deepEqual(rows, [{ late: '7', tail: null }])
})

test('given a time between commits, when scanned as of it, then the earlier state', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const append = async (commitKey: string) => {
    const files = [await given.written(delays('2013-01-01', 'UA', [1]))]
    return catalog.append(ana, { ...flights, files, commitKey })
  }
  const first = await append('a')
  while (Date.now() <= first.committedAt.getTime()) await append('wait-free').catch(() => {})
  const second = await append('b')

  const count = async (asOf: Date) => {
    await using scan = await catalog.scan(ana, { ...flights, at: { asOf } })
    return scan.recordCount
  }
  assert.equal(await count(new Date(first.committedAt.getTime() - 1)), 0)
  assert.equal(await count(first.committedAt), 1)
  assert.ok((await count(second.committedAt)) >= 2)
})

test('given a commit that names foreign files, when scanned, then they are not read', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const files = [await given.written(delays('2013-01-01', 'UA', [7]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'k' })
  const { metadata } = await catalog.loadTable(ana, flights)
  const thief = { ...flights, table: 'thief' }
  await catalog.createTable(ana, { ...thief, schema })
  const [stolen] = metadata.snapshots
  await catalog.commitTable(ana, {
    ...thief,
    requirements: [],
    updates: [
      { action: 'add-snapshot', snapshot: stolen as NonNullable<typeof stolen> },
      {
        action: 'set-snapshot-ref',
        'ref-name': 'main',
        'snapshot-id': stolen?.['snapshot-id'] ?? 0n,
        type: 'branch',
      },
    ],
  })

  await assert.rejects(catalog.scan(ana, thief), unreadableFile.matches)
  await assert.rejects(catalog.previewTable(ana, thief), unreadableTable.matches)
})
