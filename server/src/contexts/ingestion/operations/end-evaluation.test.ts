import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { callerOf, givenFeed, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

const elsewhere = '700000000002' as AccountId
const eve = callerOf('eve', elsewhere)
const reason = 'no-buy of trial-1'

test('given an evaluator, when the evaluation ends, then the feed rests and says why', async () => {
  await using given = await givenIngestion()
  const { id: feedId } = await givenFeed(given, { evaluators: [eve.principalArn] })

  await given.ingestion.endEvaluation(eve, { feedId, reason })

  assert.equal((await given.ingestion.getFeed(given.ana, { feedId })).state, 'paused')
  const { rows } = await given.database.pool.query(
    `SELECT account_id, principal, detail ->> 'reason' AS reason FROM foundation.outbox
     WHERE action = 'ingestion.feed-paused'`,
  )
  const { accountId } = given.ana
  assert.deepEqual(rows, [{ account_id: accountId, principal: eve.principalArn, reason }])
})

test('given who is not named, or not let by IAM, when they end it, then it goes on', async () => {
  await using given = await givenIngestion()
  const { id: feedId } = await givenFeed(given, { evaluators: [eve.principalArn] })
  const end = (user: string) =>
    given.ingestion.endEvaluation(callerOf(user, elsewhere), { feedId, reason })

  await assert.rejects(end('mallory'), notFound.matches)
  given.refused.add('ingestion:EndEvaluation')
  await assert.rejects(end('eve'), refusedByIam.matches)

  assert.equal((await given.ingestion.getFeed(given.ana, { feedId })).state, 'active')
})
