import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrongState } from '../errors.ts'
import { countsOf, deliver, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

const day = '2013-01-01'

test('given bad rows, when accepted, then the good ones are loaded', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, `${countsOf(day, [1, 2])}${day},p9,many\n`)
  await takeIn(given, feed)
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const command = { vintageId: delivery?.vintages[0]?.id ?? 0, reason: 'the vendor confirmed' }

  await given.ingestion.acceptVintage(given.ana, command)

  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 1, quarantined: 0 })
  assert.deepEqual(await given.rows('SELECT count(*)::INT AS n FROM $table'), [{ n: 2 }])
  const [after] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(after?.vintages[0]?.rowsRejected, 1)
  assert.equal(after.vintages[0]?.findings.length, 1)
  await assert.rejects(given.ingestion.acceptVintage(given.ana, command), wrongState.matches)
})

test('given a web page, when accepted, then it stays out all the same', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, '<!DOCTYPE html><html>Sign in</html>')
  await takeIn(given, feed)
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const vintageId = delivery?.vintages[0]?.id ?? 0

  await given.ingestion.acceptVintage(given.ana, { vintageId, reason: 'by mistake' })

  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 0, quarantined: 1 })
})
