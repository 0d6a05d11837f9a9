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

test('given a resent delivery, when asked for, then both vintages come', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1, 2]))
  await takeIn(given, feed)
  const [listed] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const deliveryId = listed?.id ?? ''

  const found = await given.ingestion.getDelivery(given.ana, { deliveryId })

  assert.deepEqual(
    found.vintages.map(({ number, state, rowsLoaded }) => [number, state, rowsLoaded]),
    [
      [1, 'superseded', 1],
      [2, 'loaded', 2],
    ],
  )
  const eve = callerOf('eve', '700000000002' as AccountId)
  await assert.rejects(given.ingestion.getDelivery(eve, { deliveryId }), notFound.matches)
})
