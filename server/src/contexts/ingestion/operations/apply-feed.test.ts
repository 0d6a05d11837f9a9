import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainError } from '../../../foundation/errors.ts'
import type { AccountId } from '../../identity/index.ts'
import { changedMeanwhile, effectsChanged, invalidFeed, notFound } from '../errors.ts'
import type { Feed, FeedDefinition } from '../index.ts'
import {
  callerOf,
  countsOf,
  deliver,
  type GivenIngestion,
  givenFeed,
  givenIngestion,
  refusedByIam,
  takeIn,
} from '../testing/given-ingestion.ts'

const day = '2013-01-01'
const calendar = {
  ...({ every: 'day', first: day, at: '06:00', daysAfter: 1, zone: 'UTC' } as const),
  ...{ graceMinutes: 60, played: true },
}

function documentOf({ name, agreementId, roleArn, definition }: Feed) {
  return { name, agreementId, roleArn, definition }
}

async function apply(given: GivenIngestion, feed: Feed, change: Partial<FeedDefinition>) {
  const document = documentOf(feed)
  const definition = { ...feed.definition, ...change }
  const wanted = { ...document, definition, version: feed.version }
  return await given.ingestion.applyFeed(given.ana, wanted)
}

test('given a document, when applied twice, then the second changes nothing', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)

  const first = await apply(given, feed, { rejectedRowsMax: 2 })
  const second = await apply(given, feed, { rejectedRowsMax: 2 })

  assert.deepEqual([first.changed, second.changed], [true, false])
  assert.deepEqual([first.feed.version, second.feed.version], [2, 2])
  const { items } = await given.ingestion.listFeedVersions(given.ana, { feedId: feed.id })
  assert.deepEqual(
    items.map(({ version, definition }) => [version, definition.rejectedRowsMax]),
    [
      [2, 2],
      [1, 0],
    ],
  )
})

test('given a version that is not the last, when edited, then the last is told', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await apply(given, feed, { rejectedRowsMax: 2 })

  const stale = await apply(given, feed, { rejectedRowsMax: 5 }).catch((error) => error)

  assert.ok(changedMeanwhile.matches(stale))
  const { facts } = stale as DomainError
  assert.equal(facts.version, 2)
  const { definition } = facts.current as { definition: FeedDefinition }
  assert.equal(definition.rejectedRowsMax, 2)
})

test('given two who edit at once, when both apply, then one is told of the other', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)

  const both = await Promise.allSettled(
    [1, 2, 3, 4].map((rejectedRowsMax) => apply(given, feed, { rejectedRowsMax })),
  )

  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of both)
    assert.ok(one.status === 'fulfilled' || changedMeanwhile.matches(one.reason))
})

test('given no such feed, when applied as new, then it is made; by a version not', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const other = { ...documentOf(feed), name: 'other' }

  const { feed: made } = await given.ingestion.applyFeed(given.ana, { ...other, version: 0 })

  assert.equal(made.version, 1)
  const third = { ...other, name: 'third', version: 3 }
  await assert.rejects(given.ingestion.applyFeed(given.ana, third), notFound.matches)
})

test('given a quarantined day, when its rule is mended, then it is judged anew', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-02', countsOf('2013-01-02', [4]))
  await takeIn(given, feed)
  await deliver(given, day, `${countsOf(day, [1])}${day},p9,many\n`)
  await takeIn(given, feed)

  const { feed: changed } = await apply(given, feed, { rejectedRowsMax: 1 })
  const done = await given.ingestion.loadWaiting(feed.id)

  assert.deepEqual([changed.version, done.loaded], [2, 1])
  const records = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual(
    records.map(({ slice, state, vintages }) => [slice, state, vintages[0]?.feedVersion]),
    [
      [day, 'loaded', 2],
      ['2013-01-02', 'loaded', 1],
    ],
  )
})

test('given a column more, when files bring it, then the table has it too', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  await takeIn(given, feed)
  const columns = [
    ...feed.definition.columns.slice(0, 2),
    { name: 'count', type: 'long' as const, min: 0 },
    { name: 'lane', type: 'string' as const },
  ]

  const { feed: wider } = await apply(given, feed, { columns })
  await deliver(given, '2013-01-02', 'day,place,count,lane\n2013-01-02,p0,4000000000,left\n')
  await takeIn(given, wider)

  const rows = await given.rows('SELECT count, lane FROM $table ORDER BY day')
  assert.deepEqual(rows, [
    { count: '1', lane: null },
    { count: '4000000000', lane: 'left' },
  ])
  const narrow = { columns: feed.definition.columns }
  await assert.rejects(apply(given, wider, narrow), invalidFeed.matches)
})

test('given an empty table of a wrong guess, when the type is mended, then it loads', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, `day,place,count\n${day},p0,many\n`)
  await takeIn(given, feed)
  const columns = feed.definition.columns.map((column) =>
    column.name === 'count' ? { name: 'count', type: 'string' as const } : column,
  )

  await apply(given, feed, { columns })
  const done = await given.ingestion.loadWaiting(feed.id)

  assert.equal(done.loaded, 1)
  assert.deepEqual(await given.rows('SELECT count FROM $table'), [{ count: 'many' }])
})

test('given a forgotten holiday, when it is entered, then nobody waits for that day', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar })
  const playedAt = new Date('2013-01-04T09:00:00Z')
  await given.ingestion.playCalendar(given.ana, { feedId: feed.id, playedAt })
  await given.ingestion.watchDeliveries()
  const mended = { ...calendar, at: '12:00', holidays: ['2013-01-02'] }

  await apply(given, feed, { calendar: mended })

  const records = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual(
    records.map(({ slice, expectedAt }) => [slice, expectedAt?.toISOString()]),
    [[day, '2013-01-02T12:00:00.000Z']],
  )
})

test('given a delivery that was late, when it is due later, then it is late no more', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar })
  const playedAt = new Date('2013-01-02T09:00:00Z')
  await given.ingestion.playCalendar(given.ana, { feedId: feed.id, playedAt })
  const { overdue } = await given.ingestion.watchDeliveries()

  await apply(given, feed, { calendar: { ...calendar, graceMinutes: 300 } })

  const [record] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual([overdue, record?.overdueAt], [1, null])
  await given.ingestion.playCalendar(given.ana, {
    feedId: feed.id,
    playedAt: new Date('2013-01-02T12:00:00Z'),
  })
  assert.equal((await given.ingestion.watchDeliveries()).overdue, 1)
})

test('given a plan, when its effects are others by now, then it is refused', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const definition = { ...feed.definition, rejectedRowsMax: 1 }
  const wanted = { ...documentOf(feed), definition }
  const plan = await given.ingestion.planFeed(given.ana, wanted)
  await deliver(given, day, `${countsOf(day, [1])}${day},p9,many\n`)
  await takeIn(given, feed)
  const command = { ...wanted, version: 1, digest: plan.digest }

  await assert.rejects(given.ingestion.applyFeed(given.ana, command), effectsChanged.matches)

  const again = await given.ingestion.planFeed(given.ana, wanted)
  assert.deepEqual([plan.rejudged.length, again.rejudged.length], [0, 1])
  const { changed } = await given.ingestion.applyFeed(given.ana, {
    ...command,
    digest: again.digest,
  })
  assert.equal(changed, true)
})

test('given no right, when a feed is edited, then it is refused', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const eve = callerOf('eve', '700000000002' as AccountId)
  for (const action of ['ingestion:UpdateFeed', 'iam:PassRole']) {
    given.refused.add(action)
    await assert.rejects(apply(given, feed, { rejectedRowsMax: 9 }), refusedByIam.matches)
    given.refused.clear()
  }
  const theirs = { ...documentOf(feed), version: 1 }

  await assert.rejects(given.ingestion.applyFeed(eve, theirs), notFound.matches)
  const versions = given.ingestion.listFeedVersions(eve, { feedId: feed.id })
  await assert.rejects(versions, notFound.matches)

  assert.equal((await given.ingestion.getFeed(given.ana, { feedId: feed.id })).version, 1)
})

test('given a load that broke off, when the feed is edited, then it ends as judged', async () => {
  const broken = { now: true }
  await using given = await givenIngestion(({ catalog }) => ({
    catalog: {
      ...catalog,
      append: async (caller, command) => {
        if (broken.now) throw new Error('the disk is gone')
        return await catalog.append(caller, command)
      },
    },
  }))
  const feed = await givenFeed(given, { rejectedRowsMax: 1 })
  await deliver(given, day, `${countsOf(day, [1])}${day},p9,many\n`)
  await assert.rejects(takeIn(given, feed), /the disk is gone/)
  broken.now = false

  const { feed: strict } = await apply(given, feed, { rejectedRowsMax: 0 })
  const done = await given.ingestion.loadWaiting(feed.id)

  assert.deepEqual([strict.version, done.loaded], [2, 1])
  const [record] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual([record?.vintages[0]?.feedVersion, record?.vintages[0]?.rowsRejected], [1, 1])
})

test('given another vendor’s agreement, when a feed goes there, then it is refused', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const { connection, password } = given
  const vendor = await given.ingestion.createVendor(given.ana, { name: 'others' })
  const secret = { password }
  const made = { vendorId: vendor.id, connection, secret }
  const { id: agreementId } = await given.ingestion.createAgreement(given.ana, made)
  const wanted = { ...documentOf(feed), agreementId, version: 1 }

  await assert.rejects(given.ingestion.applyFeed(given.ana, wanted), invalidFeed.matches)
})
