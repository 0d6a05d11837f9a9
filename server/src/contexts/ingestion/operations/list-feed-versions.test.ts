import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenFeed, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

test('given many versions, when listed by two, then they come page by page', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  for (const version of [1, 2, 3, 4]) {
    const definition = { ...feed.definition, rejectedRowsMax: version }
    await given.ingestion.applyFeed(given.ana, { ...feed, definition, version })
  }
  const page = (before?: number) =>
    given.ingestion.listFeedVersions(given.ana, {
      ...{ feedId: feed.id, size: 2 },
      ...(before !== undefined && { before }),
    })

  const first = await page()
  const second = await page(first.next)
  const third = await page(second.next)

  const numbers = [first, second, third].map(({ items }) => items.map(({ version }) => version))
  assert.deepEqual([...numbers, third.next], [[5, 4], [3, 2], [1], undefined])
  assert.equal(first.items[0]?.changedBy, given.ana.principalArn)
  given.refused.add('ingestion:GetFeed')
  await assert.rejects(page(), refusedByIam.matches)
})
