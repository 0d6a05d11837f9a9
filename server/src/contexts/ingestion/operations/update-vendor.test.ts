import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { callerOf, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

const elsewhere = '700000000002' as AccountId

test('given a vendor, when what is next changes, then the rest of it stays', async () => {
  await using given = await givenIngestion()
  const { ana, ingestion } = given
  const contacts = [{ name: 'Ada', address: 'ada@counters.test' }]
  const { id } = await ingestion.createVendor(ana, { name: 'counters', contacts })
  const entered = await ingestion.listVendors(ana)

  await ingestion.updateVendor(ana, { id, nextStep: 'call them', closed: true })
  await ingestion.updateVendor(ana, { id, owner: 'arn:aws:iam::1:user/bob', closed: false })

  const changed = await ingestion.listVendors(ana)
  assert.equal(entered[0]?.owner, ana.principalArn)
  assert.deepEqual(changed, [
    { ...entered[0], nextStep: 'call them', owner: 'arn:aws:iam::1:user/bob' },
  ])
})

test('given a vendor that was given up, when it is said again, then since when stays', async () => {
  await using given = await givenIngestion()
  const { ana, ingestion } = given
  const { id } = await ingestion.createVendor(ana, { name: 'counters' })
  await ingestion.updateVendor(ana, { id, closed: true })
  const [closed] = await ingestion.listVendors(ana)
  const contacts = [{ name: 'Ada', address: 'ada@counters.test' }]

  await ingestion.updateVendor(ana, { id, closed: true, owner: null, contacts })

  const [vendor] = await ingestion.listVendors(ana)
  assert.deepEqual(vendor, { ...closed, owner: null, contacts })
  const { rows } = await given.database.pool.query('SELECT detail FROM foundation.outbox')
  assert.match(JSON.stringify(rows), /"changed":\[/)
  assert.doesNotMatch(JSON.stringify(rows), /ada@/)
})

test('given somebody without a right, or of elsewhere, then nothing changes', async () => {
  await using given = await givenIngestion()
  const { ana, ingestion } = given
  const { id } = await ingestion.createVendor(ana, { name: 'counters' })
  const before = await ingestion.listVendors(ana)

  const outside = ingestion.updateVendor(callerOf('eve', elsewhere), { id, nextStep: 'mine' })
  await assert.rejects(outside, notFound.matches)
  given.refused.add('ingestion:UpdateVendor')
  const refused = ingestion.updateVendor(callerOf('bob'), { id, nextStep: 'mine' })
  await assert.rejects(refused, refusedByIam.matches)

  assert.deepEqual(await ingestion.listVendors(ana), before)
})
