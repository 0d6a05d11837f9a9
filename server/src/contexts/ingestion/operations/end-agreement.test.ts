import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { licenceEnded, notFound } from '../errors.ts'
import {
  callerOf,
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  refusedByIam,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

const eve = callerOf('eve', '700000000002' as AccountId)
const select = 'SELECT count(*)::INT AS n FROM $table'
const past = new Date('2020-01-01T00:00:00Z')
const future = new Date('2999-01-01T00:00:00Z')

test('given a filled table, when its agreement ends, then it is read no more', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1, 2]))
  await takeIn(given, feed)
  const { agreementId } = feed
  const before = await given.rows(select)

  await given.ingestion.endAgreement(given.ana, { agreementId })

  assert.deepEqual(before, [{ n: 2 }])
  await assert.rejects(given.rows(select), /SELECT/)
  const loaded = await given.catalog.loadTable(given.ana, table)
  assert.equal(await given.catalog.vendCredentials(given.ana, loaded), undefined)
  const writing = { ...table, permissions: ['INSERT'] as const }
  await assert.rejects(given.catalog.vendForTable(given.ana, writing), /INSERT/)
  const [agreement] = await given.ingestion.listAgreements(given.ana)
  assert.ok(agreement?.endsAt)
})

test('given what has landed, when the agreement ends, then it waits for a later end', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const { agreementId } = feed
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)
  await deliver(given, '2013-01-02', countsOf('2013-01-02', [2, 3]))
  await given.ingestion.collectFeed(feed.id)
  await given.ingestion.endAgreement(given.ana, { agreementId, endsAt: past })
  await assert.rejects(given.ingestion.loadWaiting(feed.id), licenceEnded.matches)

  await given.ingestion.endAgreement(given.ana, { agreementId, endsAt: future })

  const jobs = await given.database.pool.query('SELECT task_identifier FROM graphile_worker.jobs')
  assert.ok(jobs.rows.some(({ task_identifier: task }) => task === 'ingestion.load'))
  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 1, quarantined: 0 })
  assert.deepEqual(await given.rows(select), [{ n: 3 }])
})

test('given an end ahead, when it comes, then nobody reads, and no job has run', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  const { agreementId } = feed
  await given.ingestion.endAgreement(given.ana, { agreementId, endsAt: future })
  await takeIn(given, feed)

  given.time.now = new Date(future.getTime() - 1)
  const before = await given.rows(select)
  given.time.now = future

  assert.deepEqual(before, [{ n: 1 }])
  await assert.rejects(given.rows(select), /SELECT/)
})

test('given others, when they end an agreement, then they are refused', async () => {
  await using given = await givenIngestion()
  const { agreementId } = await givenFeed(given, { evaluators: [eve.principalArn] })
  const end = { agreementId, endsAt: past }

  await assert.rejects(given.ingestion.endAgreement(eve, end), notFound.matches)
  const unknown = given.ingestion.endAgreement(given.ana, { agreementId: 'agr-none' })
  await assert.rejects(unknown, notFound.matches)
  given.refused.add('ingestion:EndAgreement')
  await assert.rejects(given.ingestion.endAgreement(given.ana, end), refusedByIam.matches)

  const [agreement] = await given.ingestion.listAgreements(given.ana)
  assert.equal(agreement?.endsAt, null)
})

test('given a moved end, when the audit is read, then who and when stand in it', async () => {
  await using given = await givenIngestion()
  const { agreementId } = await givenFeed(given)

  await given.ingestion.endAgreement(given.ana, { agreementId, endsAt: past })

  const { rows } = await given.database.pool.query(
    `SELECT * FROM foundation.outbox WHERE action = 'ingestion.agreement-ended'`,
  )
  assert.deepEqual(
    rows.map(({ resource, principal, detail }) => [resource, principal, detail.endsAt]),
    [[agreementId, given.ana.principalArn, past.toISOString()]],
  )
})
