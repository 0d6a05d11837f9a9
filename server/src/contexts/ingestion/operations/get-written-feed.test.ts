import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { callerOf, givenFeed, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

const eve = callerOf('eve', '700000000002' as AccountId)

test('given a feed, when asked for by id or name, then it tells who wrote it so', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)

  const byId = await given.ingestion.getWrittenFeed(given.ana, { feed: feed.id })
  const byName = await given.ingestion.getWrittenFeed(given.ana, { feed: feed.name })

  assert.deepEqual(byId, byName)
  assert.deepEqual(byId.feed, feed)
  assert.equal(byId.written.changedBy, given.ana.principalArn)
})

test('given others, when they ask, then it is not there, for evaluators neither', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { evaluators: [eve.principalArn] })

  for (const asked of [feed.id, feed.name, 'none'])
    await assert.rejects(given.ingestion.getWrittenFeed(eve, { feed: asked }), notFound.matches)

  given.refused.add('ingestion:GetFeed')
  const refused = given.ingestion.getWrittenFeed(given.ana, { feed: feed.name })
  await assert.rejects(refused, refusedByIam.matches)
})
