import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { eng, givenTable } from '../testing/given-governance.ts'

test('given an account that is nowhere, when asked about, then no rules are read', async () => {
  await using given = await givenTable()
  await given.sql.schema.withSchema('governance').alterTable('version').renameTo('away').execute()

  const nowhere = '999999999999' as AccountId
  const seen = await given.governance.visibleDatabases(given.caller(eng), nowhere)

  assert.equal(seen.size, 0)
})
