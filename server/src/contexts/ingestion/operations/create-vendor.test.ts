import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists } from '../errors.ts'
import { callerOf, givenIngestion, refusedByIam } from '../testing/given-ingestion.ts'

test('given a vendor, when its name is made again, then it is refused', async () => {
  await using given = await givenIngestion()
  await given.ingestion.createVendor(given.ana, { name: 'counters' })

  for (const name of ['counters', 'Counters']) {
    const again = given.ingestion.createVendor(given.ana, { name })
    await assert.rejects(again, alreadyExists.matches)
  }
})

test('given two at once, when they enter one vendor in two cases, then there is one', async () => {
  await using given = await givenIngestion()
  const { ana, ingestion } = given

  const made = await Promise.allSettled(
    ['Zürich', 'ZÜRICH', 'zürich'].map((name) => ingestion.createVendor(ana, { name })),
  )

  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal((await ingestion.listVendors(ana)).length, 1)
})

test('given no right to it, when a vendor is made, then there is none', async () => {
  await using given = await givenIngestion()
  given.refused.add('ingestion:CreateVendor')

  const attempt = given.ingestion.createVendor(callerOf('bob'), { name: 'counters' })

  await assert.rejects(attempt, refusedByIam.matches)
  assert.deepEqual(await given.ingestion.listVendors(given.ana), [])
})
