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
  refusedByIam,
  takeIn,
} from '../testing/given-ingestion.ts'

const elsewhere = '700000000002' as AccountId
const eve = callerOf('eve', elsewhere)
const mallory = callerOf('mallory', elsewhere)

test('given a feed with an evaluator, when read, then that one sees its ledger', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { evaluators: [eve.principalArn] })
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)

  const seen = await given.ingestion.getFeed(eve, { feedId: feed.id })
  const deliveries = await given.ingestion.listDeliveries(eve, { feedId: feed.id })

  assert.equal(seen.name, 'counts')
  assert.deepEqual(
    deliveries.map(({ slice, state }) => [slice, state]),
    [['2013-01-01', 'loaded']],
  )
  assert.equal((await given.ingestion.getFeed(given.ana, { feedId: feed.id })).id, feed.id)
})

test('given who is not named, or not let by IAM, when reading, then it is refused', async () => {
  await using given = await givenIngestion()
  const { id: feedId } = await givenFeed(given, { evaluators: [eve.principalArn] })
  const other = await createOther(given)

  // Of the evaluator's account, and not the evaluator.
  await assert.rejects(given.ingestion.getFeed(mallory, { feedId }), notFound.matches)
  await assert.rejects(given.ingestion.listDeliveries(mallory, { feedId }), notFound.matches)
  await assert.rejects(given.ingestion.getFeed(eve, { feedId: other }), notFound.matches)
  given.refused.add('ingestion:GetFeed').add('ingestion:ListDeliveries')
  await assert.rejects(given.ingestion.getFeed(eve, { feedId }), refusedByIam.matches)
  await assert.rejects(given.ingestion.listDeliveries(eve, { feedId }), refusedByIam.matches)
})

/** A second feed, which names nobody. */
async function createOther(given: Awaited<ReturnType<typeof givenIngestion>>) {
  const [first] = await given.ingestion.listFeeds(given.ana)
  const { agreementId, definition, roleArn } = first ?? assert.fail('there is a feed')
  const { evaluators: _, ...rest } = definition
  const second = { agreementId, name: 'others', definition: rest, roleArn }
  return (await given.ingestion.createFeed(given.ana, second)).id
}
