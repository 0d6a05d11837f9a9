import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIngestion } from '../testing/given-ingestion.ts'

test('given a right is missing, when asked, then ingestion is not open', async () => {
  await using given = await givenIngestion()

  const before = await given.ingestion.openTo(given.ana)
  given.refused.add('ingestion:ListFeeds')

  assert.deepEqual([before, await given.ingestion.openTo(given.ana)], [true, false])
})
