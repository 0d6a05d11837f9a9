import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flights, givenCatalog, givenFlights, home } from '../testing/given-catalog.ts'

test('given defaults and properties, when asked for, then the table’s own win', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const age = 'history.expire.max-snapshot-age-ms'
  await catalog.setMaintenanceDefaults(ana, {
    accountId: home,
    properties: { [age]: '5000', 'write.target-file-size-bytes': '2097152' },
  })
  await catalog.commitTable(ana, {
    ...flights,
    requirements: [],
    updates: [{ action: 'set-properties', updates: { [age]: '7000', other: 'x' } }],
  })

  const { policy, last } = await catalog.getMaintenance(ana, flights)

  assert.equal(policy.snapshotAgeMsMax, 7000)
  assert.equal(policy.targetFileBytes, 2_097_152)
  assert.equal(policy.enabled, true)
  assert.equal(last, undefined)
})
