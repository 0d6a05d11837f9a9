import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import {
  callerOf,
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  takeIn,
} from '../testing/given-ingestion.ts'

test('given good and bad, when the quarantine is asked, then only the bad is there', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await deliver(given, '2013-01-02', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)

  const query = { feedId: feed.id, quarantined: true }
  const kept = await given.ingestion.listDeliveries(given.ana, query)

  assert.deepEqual(
    kept.map(({ slice, vintages }) => [slice, vintages[0]?.findings[0]?.reason]),
    [['2013-01-02', 'rows are not about 2013-01-02']],
  )
  assert.deepEqual(kept[0]?.vintages[0]?.files, ['counts-2013-01-02.csv'])
  const eve = callerOf('eve', '700000000002' as AccountId)
  await assert.rejects(given.ingestion.listDeliveries(eve, query), notFound.matches)
})
