import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchDatabase } from '../errors.ts'
import { callerOf, givenCatalog, mobility, stranger } from '../testing/given-catalog.ts'

test('given a hidden database, when it is asked for, then it looks absent', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)
  const eve = callerOf('eve', stranger)

  const own = await given.catalog.getDatabase(given.ana, mobility)
  const hidden = await given.catalog.getDatabase(eve, mobility).catch((error) => error)
  const absent = { ...mobility, database: 'nothing' }
  const missing = await given.catalog.getDatabase(eve, absent).catch((error) => error)

  assert.equal(own.name, 'mobility')
  assert.ok(noSuchDatabase.matches(hidden))
  assert.equal(hidden.message.replace('mobility', 'nothing'), missing.message)
})
