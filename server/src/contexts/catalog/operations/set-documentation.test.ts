import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTable } from '../errors.ts'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  stranger,
} from '../testing/given-catalog.ts'

test('given a table, when it is documented, then readers see it and strangers cannot', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const command = { ...flights, documentation: '# Flights' }

  await given.catalog.setDocumentation(given.ana, command)
  const foreign = given.catalog.setDocumentation(callerOf('eve', stranger), command)

  await assert.rejects(foreign, noSuchTable.matches)
  const { table } = await given.catalog.describeTable(given.ana, flights)
  assert.equal(table.documentation, '# Flights')
})
