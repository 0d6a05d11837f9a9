import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidUpdate } from '../errors.ts'
import { givenCatalog, home, iamRefused } from '../testing/given-catalog.ts'

for (const [name, value] of [
  ['history.expire.max-snapshot-age-ms', 'long'],
  ['millrace.maintenance.orphan-grace-ms', '1000'],
  ['write.format.default', 'orc'],
] as const)
  test(`given "${name}" of "${value}", when it is to be a default, then not`, async () => {
    await using given = await givenCatalog()
    const command = { accountId: home, properties: { [name]: value } }

    const setting = given.catalog.setMaintenanceDefaults(given.ana, command)

    await assert.rejects(setting, invalidUpdate.matches)
  })

test('given who may not, when defaults are set, then it is refused', async () => {
  await using given = await givenCatalog()
  given.refused.add('millrace:PutMaintenanceDefaults')

  const setting = given.catalog.setMaintenanceDefaults(given.ana, {
    accountId: home,
    properties: {},
  })

  await assert.rejects(setting, iamRefused.matches)
})
