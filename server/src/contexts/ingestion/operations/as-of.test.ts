import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

test('given two loads, when asked as of any instant, then it is what was there then', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const before = new Date()
  for (const day of ['2013-01-01', '2013-01-02']) {
    await deliver(given, day, countsOf(day, [1]))
    await takeIn(given, feed)
  }
  const deliveries = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const [first, second] = deliveries.map(({ vintages }) => vintages[0])
  const ask = (instant: Date) => given.ingestion.asOf(given.ana, { ...table, instant })

  assert.equal(await ask(new Date(before.getTime() - 1)), undefined)
  assert.equal((await ask(first?.availableAt as Date))?.snapshotId, first?.snapshotId)
  assert.equal((await ask(second?.availableAt as Date))?.snapshotId, second?.snapshotId)
  const early = new Date((second?.availableAt?.getTime() ?? 0) - 1)
  assert.equal((await ask(early))?.snapshotId, first?.snapshotId)
})
