import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setAndRemoved } from '../errors.ts'
import { givenCatalog, mobility } from '../testing/given-catalog.ts'

test('given properties, when some are set and removed, then the rest stays', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, { ...mobility, properties: { a: '1', b: '2' } })

  const done = await catalog.updateDatabase(ana, {
    ...mobility,
    updates: { c: '3' },
    removals: ['a', 'z'],
  })
  const { properties } = await catalog.getDatabase(ana, mobility)

  assert.deepEqual(done, { updated: ['c'], removed: ['a'], missing: ['z'] })
  assert.deepEqual(properties, { b: '2', c: '3' })
})

test('given a property both set and removed, when updated, then it is refused', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)

  const command = { ...mobility, updates: { a: '1' }, removals: ['a'] }

  await assert.rejects(given.catalog.updateDatabase(given.ana, command), setAndRemoved.matches)
})
