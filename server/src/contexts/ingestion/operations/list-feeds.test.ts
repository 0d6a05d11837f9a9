import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { callerOf, givenFeed, givenIngestion } from '../testing/given-ingestion.ts'

test('given a feed, when another account lists, then it sees none', async () => {
  await using given = await givenIngestion()
  await givenFeed(given)
  const eve = callerOf('eve', '700000000002' as AccountId)

  assert.equal((await given.ingestion.listFeeds(given.ana)).length, 1)
  assert.deepEqual(await given.ingestion.listFeeds(eve), [])
})
