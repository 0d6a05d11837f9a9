import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inboxOf } from '../model/inbox.ts'
import {
  countsDefinition,
  countsOf,
  type GivenIngestion,
  givenIngestion,
  home,
  takeIn,
} from '../testing/given-ingestion.ts'

const select = 'SELECT count(*)::INT AS n FROM $table'
const day = '2013-01-01'

/** A feed of a vendor who pushes, and what the vendor then does. */
async function givenPushed(given: GivenIngestion, directory = '.') {
  const { ingestion, ana } = given
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const connection = { method: 'push' } as const
  const agreement = await ingestion.createAgreement(ana, { vendorId, connection })
  const source = { directory, pattern: 'counts-{date}.csv' }
  const feed = await ingestion.createFeed(ana, {
    ...{ agreementId: agreement.id, name: 'counts' },
    definition: { ...countsDefinition, source },
    roleArn: `arn:aws:iam::${home}:role/feeds`,
  })
  const { location } = inboxOf({ accountId: home, agreementId: agreement.id })
  const put = (path: string, content: string) =>
    given.storage.write(`${location}${path}`, Buffer.from(content))
  return { agreement, feed, put }
}

test('given a pushed file, when it is told to be ready, then its rows are loaded', async () => {
  await using given = await givenIngestion()
  const { feed, put } = await givenPushed(given, '/daily/')
  await put(`daily/counts-${day}.csv`, countsOf(day, [1, 2]))
  const before = await takeIn(given, feed)

  await put(`daily/counts-${day}.csv.ready`, '')
  const after = await takeIn(given, feed)

  assert.deepEqual(before, { loaded: 0, quarantined: 0 })
  assert.deepEqual(after, { loaded: 1, quarantined: 0 })
  assert.deepEqual(await given.rows(select), [{ n: 2 }])
  assert.deepEqual(await takeIn(given, feed), { loaded: 0, quarantined: 0 })
})

test('given a file below another directory, or a temporary one, then it is not taken', async () => {
  await using given = await givenIngestion()
  const { feed, put } = await givenPushed(given)
  for (const path of ['other/counts-2013-01-01.csv', 'counts-2013-01-01.csv.filepart']) {
    await put(path, countsOf(day, [1]))
    await put(`${path}.ready`, '')
  }

  const taken = await takeIn(given, feed)

  assert.deepEqual(taken, { loaded: 0, quarantined: 0 })
})

test('given a file pushed anew, when taken, then it is the next vintage', async () => {
  await using given = await givenIngestion()
  const { feed, put } = await givenPushed(given)
  await put(`counts-${day}.csv`, countsOf(day, [1]))
  await put(`counts-${day}.csv.ready`, '')
  await takeIn(given, feed)

  await put(`counts-${day}.csv`, countsOf(day, [1, 2, 3]))
  const unready = await takeIn(given, feed)
  await put(`counts-${day}.csv.ready`, '')
  await takeIn(given, feed)

  assert.equal(unready.loaded, 0)
  assert.deepEqual(await given.rows(select), [{ n: 3 }])
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(delivery?.vintages.length, 2)
})

test('given a directory outside the inbox, when collected, then nothing is read', async () => {
  await using given = await givenIngestion()
  const { feed } = await givenPushed(given, '../agr-other')
  await given.storage.write(`s3://inbox-${home}/agr-other/counts-${day}.csv`, Buffer.from('x'))

  await assert.rejects(given.ingestion.collectFeed(feed.id), /leads out of the inbox/)
})

test('given an inbox, when it is tried, then what lies there is shown', async () => {
  await using given = await givenIngestion()
  const { agreement, put } = await givenPushed(given)
  await put('counts-2013-01-01.csv', 'day,place,count\n')

  const tried = await given.ingestion.tryConnection(given.ana, {
    ...{ agreementId: agreement.id, directory: '.' },
  })

  assert.ok('found' in tried)
  assert.deepEqual(
    tried.found.files.map(({ path }) => path),
    ['counts-2013-01-01.csv'],
  )
})
