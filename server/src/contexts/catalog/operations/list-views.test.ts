import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchDatabase } from '../errors.ts'
import { callerOf, givenCatalog, mobility, stranger } from '../testing/given-catalog.ts'
import { lateFlights } from '../testing/given-views.ts'

test('given views, when they are listed by pages, then each comes once', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  for (const view of ['late', 'early', 'cancelled'])
    await catalog.createView(ana, { ...lateFlights, view })

  const first = await catalog.listViews(ana, { ...mobility, size: 2 })
  const second = await catalog.listViews(ana, { ...mobility, size: 2, token: first.next ?? '' })

  const names = [...first.items, ...second.items].map(({ name }) => name)
  assert.deepEqual(names, ['cancelled', 'early', 'late'])
  const stranges = catalog.listViews(callerOf('eve', stranger), mobility)
  await assert.rejects(stranges, noSuchDatabase.matches)
})
