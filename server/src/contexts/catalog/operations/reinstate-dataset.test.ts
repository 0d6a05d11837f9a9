import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

test('given a deprecated table, when it is reinstated, then nobody is warned', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  await catalog.deprecateDataset(ana, { ...flights, reason: 'Old.' })

  await catalog.reinstateDataset(ana, flights)
  await catalog.reinstateDataset(ana, flights)

  const [notices] = (await catalog.noticesOf(ana, { datasets: [flights] })).values()
  assert.equal(notices?.deprecation, undefined)
})
