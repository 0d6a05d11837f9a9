import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput } from '../errors.ts'
import { defaultSettings } from '../model/world.ts'
import { arn, givenGovernance, givenTable, home, partner } from '../testing/given-governance.ts'

test('given an admin, when the list is put without it, then it is one no more', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const settings = await governance.getDataLakeSettings(caller('admin'), home)

  await governance.putDataLakeSettings(caller('admin'), { ...settings, admins: [arn('other')] })

  const tag = { catalogId: home, key: 'domain', values: ['market'] }
  await assert.rejects(governance.createTag(caller('admin'), tag), denied.matches)
  await governance.createTag(caller('other'), tag)
})

test('given foreign or many admins, when they are put, then it is refused', async () => {
  await using given = await givenGovernance()
  const { governance, caller } = given
  const settings = defaultSettings(home)
  const many = Array.from({ length: 31 }, (_, index) => arn(`admin-${index}`))

  const put = (admins: string[]) =>
    governance.putDataLakeSettings(caller('root'), { ...settings, admins })

  await assert.rejects(put([arn('eve', partner)]), invalidInput.matches)
  await assert.rejects(put(many), invalidInput.matches)
  const foreign = governance.putDataLakeSettings(caller('root'), defaultSettings(partner))
  await assert.rejects(foreign, invalidInput.matches)
})
