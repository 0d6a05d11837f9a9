import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { givenTable, home } from '../testing/given-governance.ts'

test('given closed defaults, when anyone creates a database, then it is denied', async () => {
  await using given = await givenTable()

  const asked = given.governance.demandCatalog(given.caller('analyst'), home, 'CREATE_DATABASE')

  await assert.rejects(asked, denied.matches)
})
