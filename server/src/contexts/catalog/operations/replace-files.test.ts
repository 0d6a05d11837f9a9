import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readManifestList } from '../model/manifest-list.ts'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'
import { givenEngine } from '../testing/given-engine.ts'
import { rowNames } from '../testing/row-names.ts'

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

for (const formatVersion of [1, 2, 3])
  test(`given format ${formatVersion}, when rows of files go, then the others stay`, async () => {
    await using given = await givenEngine(false, formatVersion)
    const { catalog, ana } = given
    for (const value of [1, 2, 3, 4, 5, 6])
      await (await given.append([delays('2013-01-01', 'UA', [value, value + 10])]))()
    await (await given.append([delays('2013-01-01', 'UA', [21, 22, 23])]))()
    if (formatVersion > 1) await (await given.erasePositions(22))()
    await given.maintain(['compact'])
    if (formatVersion > 1) await (await given.erasePositions(14))()
    const before = await rowNames(given, await given.metadata())

    const command = { ...flights, commitKey: 'again', replaces: () => false }
    const rows = { column: 3, values: [2n, 12n, 3n] }
    const files = [await given.written(delays('2013-01-01', 'UA', [31]))]
    await catalog.replaceFiles(ana, { ...command, files, rows })

    const left = [1, 4, 5, 6, 11, 13, 14, 15, 16, 21, 22, 23, 31]
    const live = left.filter((value) => formatVersion === 1 || (value !== 14 && value !== 22))
    assert.deepEqual(await given.delays(), live)
    if (formatVersion < 3) return
    const metadata = await given.metadata()
    const after = await rowNames(given, metadata)
    const kept = live.filter((value) => value !== 31)
    assert.deepEqual(
      kept.map((value) => after.get(value)),
      kept.map((value) => before.get(value)),
    )
    const ids = live.map((value) => after.get(value)?.id)
    assert.equal(new Set(ids).size, live.length)
    const numbers = await given.workings.storage.readAll(
      metadata.snapshots.at(-1)!['manifest-list'],
    )
    assert.ok(readManifestList(numbers).some(({ firstRowId }) => firstRowId !== undefined))
  })
