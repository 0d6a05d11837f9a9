import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliver, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

test('given a rule that was mended, when replayed, then the same bytes get in', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-01', 'day,place,count\n2013-01-01,a,-1\n')
  await takeIn(given, feed)
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const columns = feed.definition.columns.map(({ name, type }) => ({ name, type }))
  const definition = JSON.stringify({ ...feed.definition, columns })
  await given.database.pool.query('UPDATE ingestion.feeds SET definition = $1', [definition])

  const vintageId = delivery?.vintages[0]?.id ?? 0
  await given.ingestion.replayVintage(given.ana, { vintageId })

  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 1, quarantined: 0 })
})
