import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notAPartition, restrictedWrite } from '../errors.ts'
import { readContainer } from '../model/avro.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'
import { rowNames } from '../testing/row-names.ts'

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

test('given formats 1 and 3, when files are appended, then only rows of 3 have ids', async () => {
  await using older = await givenCatalog()
  await using newer = await givenCatalog()
  await givenFlights(older, false, 1)
  await givenFlights(newer, false, 3)
  for (const { catalog, ana, written } of [older, newer])
    for (const [commitKey, values] of [
      ['one', [1, 2]],
      ['two', [3]],
    ] as const) {
      const files = [await written(delays('2013-01-01', 'UA', values))]
      await catalog.append(ana, { ...flights, files, commitKey })
    }

  const [one, three] = await Promise.all(
    [older, newer].map(
      async ({ catalog, ana }) => (await catalog.loadTable(ana, flights)).metadata,
    ),
  )
  const names = await rowNames(newer, three!)
  const lists = await Promise.all(
    one!.snapshots.map((each) => older.storage.readAll(each['manifest-list'])),
  )
  const forms = lists.map((bytes) => readContainer(bytes))

  assert.deepEqual(
    three!.snapshots.map((each) => [each['first-row-id'], each['added-rows']]),
    [
      [0, 2],
      [2, 1],
    ],
  )
  assert.equal(three!['next-row-id'], 3)
  assert.deepEqual([...names].sort(), [
    [1, { id: 0, updatedAt: 1 }],
    [2, { id: 1, updatedAt: 1 }],
    [3, { id: 2, updatedAt: 2 }],
  ])
  assert.equal(one!['last-sequence-number'], 0)
  assert.deepEqual(
    forms.map(({ metadata }) => metadata['format-version']),
    ['1', '1'],
  )
  assert.doesNotMatch(JSON.stringify(forms[0]?.schema), /sequence_number|content/)
  await using scan = await older.catalog.scan(older.ana, flights)
  const sum = 'SELECT sum(delay)::INT AS s FROM $table'
  assert.deepEqual(await older.rows(sum, scan), [{ s: 6 }])
})
