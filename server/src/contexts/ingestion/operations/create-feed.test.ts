import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists, invalidFeed } from '../errors.ts'
import { givenFeed, givenIngestion, home, refusedByIam } from '../testing/given-ingestion.ts'

test('given a definition with gaps, when made, then the usual is filled in', async () => {
  await using given = await givenIngestion()

  const feed = await givenFeed(given)

  assert.equal(feed.definition.dialect.delimiter, ',')
  assert.equal(feed.definition.rejectedRowsMax, 0)
  assert.deepEqual(await given.ingestion.listFeeds(given.ana), [feed])
  const { agreementId, roleArn, definition } = feed
  const again = { agreementId, roleArn, definition, name: feed.name }
  await assert.rejects(given.ingestion.createFeed(given.ana, again), alreadyExists.matches)
})

test('given definitions that cannot work, when made, then each says why', async () => {
  await using given = await givenIngestion()
  const { agreementId, roleArn, definition } = await givenFeed(given)
  const text = { type: 'string' as const }
  const trailer = { rule: 'trailer', line: 'END {rows}', seconds: 1 } as const
  const day = { name: 'day', start: 1, width: 10 }
  const broken = [
    { ...definition, columns: [] },
    { ...definition, columns: [{ name: '_vintage', ...text }], key: [] },
    { ...definition, key: ['absent'] },
    { ...definition, columns: [...definition.columns, { name: 'day', ...text }] },
    { ...definition, decode: ['gz', 'zip'] as const },
    { ...definition, complete: { rule: 'trailer', line: 'END', seconds: 1 } as const },
    { ...definition, complete: trailer, format: { kind: 'parquet' } as const },
    { ...definition, format: { kind: 'fixed-width', places: [day] } as const },
    { ...definition, format: { kind: 'fixed-width', places: [day, day] } as const },
  ]
  for (const one of broken) {
    const command = { agreementId, roleArn, name: 'other', definition: one }
    await assert.rejects(given.ingestion.createFeed(given.ana, command), invalidFeed.matches)
  }
})

test('given no right to pass the role, when a feed is made, then it is refused', async () => {
  await using given = await givenIngestion()
  given.refused.add('iam:PassRole')

  await assert.rejects(givenFeed(given), refusedByIam.matches)
})

test('given a role that it cannot work as, when a feed is made, then it is refused', async () => {
  await using given = await givenIngestion()
  const { agreementId, definition } = await givenFeed(given)
  const make = (roleArn: string) =>
    given.ingestion.createFeed(given.ana, { agreementId, name: 'other', definition, roleArn })
  given.refused.add('sts:AssumeRole')

  await assert.rejects(make(`arn:aws:iam::${home}:role/gone`), refusedByIam.matches)

  await assert.rejects(make('arn:aws:iam::700000000002:role/feeds'), invalidFeed.matches)
})
