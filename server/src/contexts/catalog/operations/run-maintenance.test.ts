import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TaskResult } from '../maintenance/model/run.ts'
import { runMaintenance } from '../maintenance/run.ts'
import { delays, flights, iamRefused, schema } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine } from '../testing/given-engine.ts'
import { adoption, givenParquet, place } from '../testing/given-parquet.ts'

const DAY = 86_400_000
const flight = (value: number, day = '2026-01-01') => delays(day, 'LH', [value])

async function appended(given: GivenEngine, values: readonly number[]) {
  for (const value of values) await (await given.append([flight(value)]))()
}

async function filesOf(given: Pick<GivenEngine, 'catalog' | 'ana'>) {
  await using scan = await given.catalog.scan(given.ana, flights)
  return scan.files.map(({ file }) => file)
}

function countsOf(last: { results: readonly TaskResult[] } | undefined, task: string) {
  return last?.results.find((one) => one.task === task)?.counts ?? {}
}

async function set(given: GivenEngine, updates: Record<string, string>) {
  await given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [],
    updates: [{ action: 'set-properties', updates }],
  })
}

test('given small files, when maintained, then they are one, and the next run rests', async () => {
  await using given = await givenEngine()
  await appended(given, [1, 2, 3, 4, 5, 6])

  const first = await given.maintain()
  const second = await given.maintain()

  assert.equal(first.last?.state, 'done')
  assert.equal(countsOf(first.last, 'compact').filesRemoved, 6)
  assert.equal((await filesOf(given)).length, 1)
  assert.deepEqual(await given.delays(), [1, 2, 3, 4, 5, 6])
  const { summary } = (await given.metadata()).snapshots.at(-1) ?? assert.fail()
  assert.equal(summary.operation, 'replace')
  assert.equal(summary['total-data-files'], '1')
  assert.equal(summary['total-records'], '6')
  assert.equal(countsOf(second.last, 'compact').filesRemoved, 0)
})

test('given deleted rows, when maintained, then no delete files are left', async () => {
  await using given = await givenEngine()
  await appended(given, [1, 2, 3])
  await (await given.erasePositions(2))()
  await (await given.eraseEqual(3))()

  const { last } = await given.maintain(['compact'])

  assert.equal(countsOf(last, 'compact').deleteFilesRemoved, 2)
  assert.deepEqual(await given.delays(), [1])
  const again = await given.maintain(['compact'])
  assert.equal(countsOf(again.last, 'compact').filesRemoved, 0)
})

test('given partitions, when maintained, then each keeps its own files', async () => {
  await using given = await givenEngine(true)
  for (const value of [1, 2, 3, 4, 5])
    await (await given.append([flight(value), flight(value, '2026-01-02')]))()

  await given.maintain(['compact'])

  const files = await filesOf(given)
  assert.deepEqual(files.map(({ partition }) => [...partition.values()][0]).sort(), [20454, 20455])
})

test('given an append made ready before, when it commits after, then both stay', async () => {
  await using given = await givenEngine()
  await appended(given, [1, 2, 3, 4, 5])
  const late = await given.append([flight(6)])

  await given.maintain(['compact'])
  await late()

  assert.equal((await filesOf(given)).length, 2)
  assert.deepEqual(await given.delays(), [1, 2, 3, 4, 5, 6])
  const { snapshots } = await given.metadata()
  assert.equal(snapshots.at(-1)?.summary['total-data-files'], '2')
  assert.equal(snapshots.at(-1)?.['parent-snapshot-id'], snapshots.at(-2)?.['snapshot-id'])
})

for (const kind of ['erasePositions', 'eraseEqual'] as const)
  test(`given ${kind} made ready before, when it commits after, then it counts`, async () => {
    await using given = await givenEngine()
    await appended(given, [1, 2, 3, 4, 5])
    const late = await given[kind](3)

    await given.maintain(['compact'])
    await late()

    assert.deepEqual(await given.delays(), [1, 2, 4, 5])
    await given.maintain(['compact'])
    assert.deepEqual(await given.delays(), [1, 2, 4, 5])
  })

test('given two writers of one state, when both commit, then the second conflicts', async () => {
  await using given = await givenEngine()
  await appended(given, [1, 2, 3, 4, 5])
  const late = await given.append([flight(6)])
  await given.maintain(['compact'])
  await appended(given, [7])

  await assert.rejects(late(), { code: 'catalog.commit-conflict' })
})

test('given old snapshots, when there is a policy, then tags and the newest stay', async () => {
  await using given = await givenEngine()
  await appended(given, [1, 2, 3])
  const [first] = (await given.metadata()).snapshots
  await given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [],
    updates: [
      {
        ...{ action: 'set-snapshot-ref', 'ref-name': 'then', type: 'tag' },
        'snapshot-id': first?.['snapshot-id'] ?? 0n,
      },
    ],
  })

  const without = await given.maintain(['expire'])
  await set(given, { 'history.expire.max-snapshot-age-ms': '1000' })
  const soon = await given.maintain(['expire'])
  given.ahead.ms = 2 * 3_600_000
  const { last } = await given.maintain(['expire'])

  assert.equal(without.last?.results[0]?.state, 'skipped')
  assert.equal(countsOf(soon.last, 'expire').snapshotsExpired, 0)
  assert.equal(countsOf(last, 'expire').snapshotsExpired, 1)
  assert.deepEqual(await given.delays(first?.['snapshot-id']), [1])
})

test('given files that nothing names, when they are old, then they go', async () => {
  await using given = await givenEngine()
  await appended(given, [1])
  const { location } = await given.metadata()
  const stray = `${location}/data/stray.parquet`
  await given.storage.write(stray, Buffer.from('stray'))

  const young = await given.maintain(['orphans'])
  given.ahead.ms = 4 * DAY
  const old = await given.maintain(['orphans'])

  assert.equal(countsOf(young.last, 'orphans').filesRemoved, 0)
  assert.equal(countsOf(old.last, 'orphans').filesRemoved, 1)
  assert.equal(await given.storage.stat(stray), undefined)
  assert.deepEqual(await given.delays(), [1])
})

test('given files that lay there before the table, when it is maintained, they stay', async () => {
  await using given = await givenEngine()
  const { catalog, ana, storage } = given
  const other = { ...flights, table: 'other' }
  const location = 's3://elsewhere/other'
  await storage.ensureBucket({ name: 'elsewhere', accountId: flights.accountId })
  const before = [`${location}/precious.txt`, `${location}/data/precious.parquet`]
  for (const file of before) await storage.write(file, Buffer.from('already here'))
  await sleep(5)
  await catalog.createTable(ana, { ...other, schema, location })
  const stray = `${location}/data/stray.parquet`
  await storage.write(stray, Buffer.from('stray'))
  given.ahead.ms = 4 * DAY

  const run = await catalog.runMaintenance(ana, other)
  await runMaintenance(given.workings, run?.id ?? '')

  for (const file of before) assert.ok(await storage.stat(file), file)
  assert.equal(await storage.stat(stray), undefined)
})

test('given an adopted table, when it is maintained, then its files stay', async () => {
  await using given = await givenParquet()
  for (const value of [1, 2, 3, 4, 5])
    await given.put(`year=2024/${value}.parquet`, `SELECT ${value} AS id`)
  await given.adopt()
  const clock = () => new Date(Date.now() + 4 * DAY)
  const updates = { 'history.expire.max-snapshot-age-ms': '0' }
  await given.catalog.commitTable(given.ana, {
    ...adoption,
    requirements: [],
    updates: [{ action: 'set-properties', updates }],
  })

  for (let round = 0; round < 2; round += 1) {
    const run = await given.catalog.runMaintenance(given.ana, adoption)
    await runMaintenance({ ...given.workings, clock }, run?.id ?? '')
  }

  const left: string[] = []
  for await (const one of given.storage.list(`${place}/year=`)) left.push(one.location)
  assert.equal(left.length, 5)
  await using scan = await given.catalog.scan(given.ana, adoption)
  assert.equal(scan.files.length, 1)
  const rows = await given.rows('SELECT sum(id)::INT AS ids, min(year) AS year FROM $table', scan)
  assert.deepEqual(rows, [{ ids: 15, year: 2024 }])
  assert.equal((await given.adopt()).filesAdded, 0)
})

test('given many manifests, when maintained, then they are few and rows are found', async () => {
  await using given = await givenEngine(true)
  for (const value of [1, 2, 3])
    await (await given.append([flight(value), flight(value, '2026-01-02')]))()
  await set(given, { 'commit.manifest.min-count-to-merge': '2' })

  const { last } = await given.maintain(['manifests'])

  assert.deepEqual(countsOf(last, 'manifests'), { manifestsRemoved: 3, manifestsAdded: 1 })
  assert.deepEqual(await given.delays(), [1, 1, 2, 2, 3, 3])
})

test('given deliveries in one file, when one is sent again, then its rows alone go', async () => {
  await using given = await givenEngine()
  const { catalog, ana } = given
  for (const value of [1, 2, 3, 4, 5]) {
    const files = [await given.written(flight(value))]
    await catalog.append(ana, { ...flights, files, commitKey: String(value) })
  }
  const apart = (await given.metadata()).snapshots.at(-1)?.['snapshot-id']
  assert.equal(countsOf((await given.maintain()).last, 'compact').filesRemoved, 5)

  await catalog.replaceFiles(ana, {
    ...flights,
    files: [await given.written(flight(30))],
    commitKey: '3 again',
    replaces: () => false,
    rows: { column: 3, values: [3n, 7n] },
  })

  assert.deepEqual(await given.delays(), [1, 2, 4, 5, 30])
  assert.deepEqual(await given.delays(apart), [1, 2, 3, 4, 5])
  const { summary } = (await given.metadata()).snapshots.at(-1) ?? assert.fail()
  assert.equal(summary.operation, 'overwrite')
  assert.equal(summary['added-position-deletes'], '1')
  const { last } = await given.maintain(['compact'])
  assert.equal(countsOf(last, 'compact').deleteFilesRemoved, 1)
  assert.deepEqual(await given.delays(), [1, 2, 4, 5, 30])
})

test('given a run, when another is asked for, then it is the same', async () => {
  await using given = await givenEngine()
  const { catalog, ana } = given

  const first = await catalog.runMaintenance(ana, { ...flights, tasks: ['compact'] })
  const second = await catalog.runMaintenance(ana, flights)

  assert.equal(second?.id, first?.id)
  given.refused.add('glue:UpdateTable')
  await assert.rejects(catalog.runMaintenance(ana, flights), iamRefused.matches)
})
