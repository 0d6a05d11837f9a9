import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLocation, noSuchDatabase } from '../errors.ts'
import { callerOf, givenCatalog, home, mobility, stranger } from '../testing/given-catalog.ts'

test('given a database, when it is replaced, then what is not given is gone', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  await storage.ensureBucket({ name: 'moves', accountId: home })
  const location = 's3://moves/all'
  await catalog.createDatabase(ana, { ...mobility, description: 'moves', properties: { a: '1' } })

  await catalog.replaceDatabase(ana, { ...mobility, location, properties: { b: '2' } })

  const { description, location: found, properties } = await catalog.getDatabase(ana, mobility)
  assert.deepEqual([description, found, properties], [undefined, location, { b: '2' }])
})

test('given no right to it or to a place, when it is replaced, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const command = { ...mobility, properties: {} }

  const strange = catalog.replaceDatabase(callerOf('ben', stranger), command)

  await assert.rejects(strange, noSuchDatabase.matches)
  const nowhere = catalog.replaceDatabase(ana, { ...command, location: 's3://nobodys/x' })
  await assert.rejects(nowhere, invalidLocation.matches)
})
