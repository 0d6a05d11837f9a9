import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { givenTable, iamRefused, partner } from '../testing/given-governance.ts'

const desk = { kind: 'mail', address: 'desk@example.test' } as const

test('given targets, when others ask for them, then none are told', async () => {
  await using given = await givenTable()
  const { governance, caller, forbidden } = given
  await governance.putReminderTargets(caller('admin'), { targets: [desk] })

  const ofPartner = await governance.getReminderTargets(caller('admin', partner), {})
  const byEve = governance.getReminderTargets(caller('eve'), {})

  assert.deepEqual(ofPartner, { targets: [], version: 0 })
  await assert.rejects(byEve, denied.matches)
  forbidden.add('lakeformation:GetDataLakeSettings')
  const refused = governance.getReminderTargets(caller('admin'), {})
  await assert.rejects(refused, iamRefused.matches)
})
