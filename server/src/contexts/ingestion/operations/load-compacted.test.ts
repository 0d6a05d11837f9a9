import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CatalogDeps, catalogJobs } from '../../catalog/index.ts'
import {
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

const DAYS = ['2013-01-01', '2013-01-02', '2013-01-03', '2013-01-04', '2013-01-05']

test('given days in one file, when one is restated, then its rows alone are others', async () => {
  await using given = await givenIngestion()
  const { catalog, ana } = given
  const feed = await givenFeed(given)
  for (const [at, day] of DAYS.entries()) {
    await deliver(given, day, countsOf(day, [at, 10 + at]))
    await takeIn(given, feed)
  }
  const before = await given.ingestion.asOf(ana, { ...table, instant: new Date() })
  const run = await catalog.runMaintenance(ana, { ...table, tasks: ['compact'] })
  const deps = given.deps as unknown as CatalogDeps
  await catalogJobs(deps)['catalog.maintain-now']?.({ id: run?.id })
  await using compacted = await catalog.scan(ana, table)
  assert.equal(compacted.files.length, 1)

  await deliver(given, '2013-01-03', countsOf('2013-01-03', [100]))
  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 1, quarantined: 0 })
  const all = 'SELECT list(count ORDER BY count)::INT[] AS counts FROM $table'
  assert.deepEqual(await given.rows(all), [{ counts: [0, 1, 3, 4, 10, 11, 13, 14, 100] }])
  const then = await given.rows(all, BigInt(before?.snapshotId ?? 0))
  assert.deepEqual(then, [{ counts: [0, 1, 2, 3, 4, 10, 11, 12, 13, 14] }])
})
