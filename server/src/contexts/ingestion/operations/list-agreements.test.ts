import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { callerOf, givenFeed, givenIngestion } from '../testing/given-ingestion.ts'

test('given an agreement, when listed, then no secret comes, and others see none', async () => {
  await using given = await givenIngestion()
  await givenFeed(given)

  const agreements = await given.ingestion.listAgreements(given.ana)

  assert.deepEqual(
    agreements.map(({ connection }) => connection),
    [given.connection],
  )
  assert.doesNotMatch(JSON.stringify(agreements), /secret/i)
  const eve = callerOf('eve', '700000000002' as AccountId)
  assert.deepEqual(await given.ingestion.listAgreements(eve), [])
})
