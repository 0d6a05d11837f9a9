import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

test('given two deliveries, when one is resent, then only its files are replaced', async () => {
  await using given = await givenCatalog()
  await givenFlights(given, true)
  const { catalog, ana } = given
  for (const [day, value] of [
    ['2013-01-01', 1],
    ['2013-01-02', 10],
  ] as const)
    await catalog.append(ana, {
      ...flights,
      files: [await given.written(delays(day, 'UA', [value]))],
      commitKey: day,
      properties: { delivery: day, vintage: '1' },
    })

  const resent = await catalog.replaceFiles(ana, {
    ...flights,
    files: [await given.written(delays('2013-01-01', 'UA', [2, 3]))],
    commitKey: '2013-01-01 vintage 2',
    properties: { delivery: '2013-01-01', vintage: '2' },
    replaces: (_file, addedBy) => addedBy?.delivery === '2013-01-01',
  })
  await using now = await catalog.scan(ana, flights)
  const { metadata } = await catalog.loadTable(ana, flights)
  await using before = await catalog.scan(ana, {
    ...flights,
    at: { snapshotId: metadata.snapshots[1]?.['snapshot-id'] ?? 0n },
  })

  const sum = 'SELECT sum(delay)::INT AS s, count(*)::INT AS n FROM $table'
  assert.deepEqual(await given.rows(sum, now), [{ s: 15, n: 3 }])
  assert.deepEqual(await given.rows(sum, before), [{ s: 11, n: 2 }])
  const summary = metadata.snapshots[2]?.summary
  assert.equal(now.snapshotId, resent.snapshotId)
  assert.equal(summary?.operation, 'overwrite')
  assert.equal(summary?.['deleted-records'], '1')
  assert.equal(summary?.['total-records'], '3')
})

test('given rewritten manifests, when more is replaced, then earlier deletions stay', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const files = [
    await given.written(delays('2013-01-01', 'UA', [1])),
    await given.written(delays('2013-01-01', 'AA', [10])),
    await given.written(delays('2013-01-01', 'B6', [100])),
  ]
  await catalog.append(ana, { ...flights, files, commitKey: 'all' })
  const sizes: number[] = []
  for (const [index, commitKey] of ['one', 'two', 'three'].entries()) {
    await using scan = await catalog.scan(ana, flights)
    const [first] = scan.files
    await catalog.replaceFiles(ana, {
      ...flights,
      files: [],
      commitKey,
      replaces: ({ location }) => location === first?.file.location,
    })
    await using after = await catalog.scan(ana, flights)
    sizes.push(after.files.length)
    assert.equal(after.files.length, 2 - index)
  }
  const { metadata } = await catalog.loadTable(ana, flights)
  assert.equal(metadata.snapshots.at(-1)?.summary['total-data-files'], '0')
})
