import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineNotAllowed } from '../errors.ts'
import { givenTable, home } from '../testing/given-governance.ts'

test('given the defaults, when an engine asks for credentials, then it is denied', async () => {
  await using given = await givenTable()

  const asked = given.governance.demandVending(given.caller('eng'), { catalogId: home })

  await assert.rejects(asked, engineNotAllowed.matches)
})

test('given full-table access, when an engine asks, then the grants decide', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  const open = { ...settings, fullTableExternalAccess: true }
  await governance.putDataLakeSettings(caller('admin'), open)

  await governance.demandVending(caller('eng'), { catalogId: home })
})

test('given session tags, when an engine comes with another, then it is denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  const filtering = { externalFiltering: true, sessionTagValues: ['spark'] }
  const listed = { ...settings, ...filtering, externalFilteringAllowList: [home] }
  await governance.putDataLakeSettings(caller('admin'), listed)
  const engine = (tag: string) => ({
    ...caller('eng'),
    sessionTags: { LakeFormationAuthorizedCaller: tag },
  })

  await governance.demandVending(engine('spark'), { catalogId: home })

  const other = governance.demandVending(engine('other'), { catalogId: home })
  await assert.rejects(other, engineNotAllowed.matches)
})
