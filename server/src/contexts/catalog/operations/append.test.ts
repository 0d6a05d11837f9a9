import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notAPartition, restrictedWrite } from '../errors.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'

test('given a file, when it is appended, then its rows and counts are there', async () => {
  await using given = await givenCatalog()
  await givenFlights(given, true)
  const files = [
    await given.written(delays('2013-01-01', 'UA', [1, 2])),
    await given.written(delays('2013-01-02', 'AA', [3])),
  ]

  const properties = { 'millrace.vintage': '1' }
  const command = { ...flights, files, commitKey: 'delivery-1', properties }
  const done = await given.catalog.append(given.ana, command)

  await using scan = await given.catalog.scan(given.ana, flights)
  const rows = await given.rows(
    'SELECT carrier, sum(delay)::INT s FROM $table GROUP BY 1 ORDER BY 1',
    scan,
  )
  assert.deepEqual(rows, [
    { carrier: 'AA', s: 3 },
    { carrier: 'UA', s: 3 },
  ])
  const { metadata } = await given.catalog.loadTable(given.ana, flights)
  const summary = metadata.snapshots[0]?.summary
  assert.equal(metadata['current-snapshot-id'], done.snapshotId)
  assert.equal(summary?.['total-records'], '3')
  assert.equal(summary?.['changed-partition-count'], '2')
  assert.equal(summary?.['millrace.vintage'], '1')
  assert.deepEqual(
    scan.files.map(({ file }) => [...file.partition.values()]),
    [[15706], [15707]],
  )
})

test('given a commit key, when it comes again, at once or later, then once is enough', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const appending = async () => {
    const files = [await given.written(delays('2013-01-01', 'UA', [1]))]
    return given.catalog.append(given.ana, { ...flights, files, commitKey: 'delivery-1' })
  }

  const both = await Promise.all([appending(), appending()])
  const later = await appending()

  assert.equal(new Set([...both, later].map(({ snapshotId }) => snapshotId)).size, 1)
  assert.equal([...both, later].filter(({ fresh }) => fresh).length, 1)
  const { metadata } = await given.catalog.loadTable(given.ana, flights)
  assert.equal(metadata.snapshots.length, 1)
})

test('given a file of two days, when it is appended to days, then nothing changes', async () => {
  await using given = await givenCatalog()
  await givenFlights(given, true)
  const both = `${delays('2013-01-01', 'UA', [1])} UNION ALL ${delays('2013-01-02', 'UA', [1])}`
  const files = [await given.written(both)]

  const appending = given.catalog.append(given.ana, { ...flights, files, commitKey: 'k' })

  await assert.rejects(appending, notAPartition.matches)
})

test('given hidden rows, when files are appended, then it is refused', async () => {
  const narrow = accessWith({ permissions: new Set(['DESCRIBE', 'SELECT', 'INSERT']) })
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => narrow },
  }))
  await givenFlights(given)
  const files = [await given.written(delays('2013-01-01', 'UA', [1]))]

  const appending = given.catalog.append(given.ana, { ...flights, files, commitKey: 'k' })

  await assert.rejects(appending, restrictedWrite.matches)
})
