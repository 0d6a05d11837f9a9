import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { callerOf, givenIngestion } from '../testing/given-ingestion.ts'

test('given vendors, when words are searched, then those of the account are found', async () => {
  await using given = await givenIngestion()
  const { ingestion, ana } = given
  for (const name of ['Skyfeed Data', 'Sky Maps', 'Weather House'])
    await ingestion.createVendor(ana, { name })

  const found = await ingestion.findVendors(ana, { text: 'sky', countMax: 9 })
  const narrow = await ingestion.findVendors(ana, { text: 'data sky', countMax: 9 })
  const abroad = callerOf('eve', '700000000009' as AccountId)

  assert.deepEqual(found.map(({ name }) => name).sort(), ['Sky Maps', 'Skyfeed Data'])
  assert.deepEqual(
    narrow.map(({ name }) => name),
    ['Skyfeed Data'],
  )
  assert.deepEqual(await ingestion.findVendors(abroad, { text: 'sky', countMax: 9 }), [])
})
