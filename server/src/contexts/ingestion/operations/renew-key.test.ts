import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { callerOf, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

test('given an inbox, when others want a key to it, then they get none', async () => {
  await using given = await givenIngestion()
  const { ingestion, ana } = given
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const connection = { method: 'push' } as const
  const { id: agreementId } = await ingestion.createAgreement(ana, { vendorId, connection })
  const eve = callerOf('eve', '700000000002' as AccountId)

  const own = await ingestion.renewKey(ana, { agreementId })

  await assert.rejects(ingestion.renewKey(eve, { agreementId }), notFound.matches)
  given.refused.add('ingestion:RenewKey')
  await assert.rejects(ingestion.renewKey(ana, { agreementId }), refusedByIam.matches)
  assert.equal(own.inbox.location, `s3://inbox-${ana.accountId}/${agreementId}/`)
  const { rows } = await given.database.pool.query(
    `SELECT detail FROM foundation.outbox WHERE action = 'ingestion.key-renewed'`,
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(JSON.stringify(rows), /told once/)
})
