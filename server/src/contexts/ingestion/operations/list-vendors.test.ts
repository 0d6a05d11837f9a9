import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIngestion } from '../testing/given-ingestion.ts'

test('given vendors, when listed, then they are in order of their names', async () => {
  await using given = await givenIngestion()
  for (const name of ['b', 'a']) await given.ingestion.createVendor(given.ana, { name })

  const vendors = await given.ingestion.listVendors(given.ana)

  assert.deepEqual(
    vendors.map(({ name }) => name),
    ['a', 'b'],
  )
})
