import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given a hidden replacement, when a reader is told, then not of it', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const flights = { accountId: ana.accountId, database: 'mobility', table: 'flights' }
  const flown = { ...flights, table: 'flown' }
  await catalog.createDatabase(ana, flights)
  for (const ref of [flights, flown]) await catalog.createTable(ana, { ...ref, schema })
  const goesAt = new Date('2027-01-01')
  await catalog.deprecateDataset(ana, { ...flights, reason: 'Old.', replacement: flown, goesAt })
  const told = async () => [
    ...(await catalog.noticesOf(ben, { datasets: [flights, flown] })).values(),
  ]

  assert.deepEqual(await told(), [])
  const resource = (table: string) => ({ kind: 'table' as const, database: 'mobility', table })
  await grant({ resource: resource('flights'), permissions: ['DESCRIBE'] })
  assert.deepEqual(await told(), [{ announcements: [], deprecation: { reason: 'Old.', goesAt } }])
  await grant({ resource: resource('flown'), permissions: ['DESCRIBE'] })
  assert.equal((await told())[0]?.deprecation?.replacement?.table, 'flown')
})
