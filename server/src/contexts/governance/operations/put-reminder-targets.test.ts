import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedMeanwhile, denied, invalidInput } from '../errors.ts'
import { arn, givenTable, home, partner } from '../testing/given-governance.ts'

const desk = { kind: 'mail', address: 'desk@example.test' } as const

test('given an admin, when they put targets, then these stand and it is on record', async () => {
  await using given = await givenTable()
  const { governance, caller, sql } = given

  await governance.putReminderTargets(caller('admin'), { targets: [desk, desk] })
  const set = await governance.putReminderTargets(caller('admin'), { targets: [desk] })

  assert.deepEqual([set.targets, set.setBy], [[desk], arn('admin')])
  assert.deepEqual(await governance.getReminderTargets(caller('admin'), {}), set)
  const told = await sql.selectFrom('foundation.outbox').selectAll().execute()
  const puts = told.filter(({ action }) => action === 'governance.reminder-targets-put')
  assert.deepEqual([puts.length, puts[0]?.accountId], [2, home])
})

test('given others or what is no target, when put, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')

  const byEve = governance.putReminderTargets(caller('eve'), { targets: [desk] })
  await assert.rejects(byEve, denied.matches)
  for (const targets of [
    [{ kind: 'mail', address: 'no address' } as const],
    [{ kind: 'webhook', url: 'file:///etc/passwd' } as const],
    Array.from({ length: 11 }, () => desk),
  ])
    await assert.rejects(governance.putReminderTargets(admin, { targets }), invalidInput.matches)

  const ofPartner = await governance.getReminderTargets(caller('admin', partner), {})
  assert.deepEqual(ofPartner, { targets: [], version: 0 })
})

test('given two who change targets, when both put, then the second is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const put = (address: string, version: number) => {
    const targets = [{ kind: 'mail', address } as const]
    return governance.putReminderTargets(admin, { targets, version })
  }

  const first = await Promise.allSettled([put('a@example.test', 0), put('b@example.test', 0)])
  const { version } = await governance.getReminderTargets(admin, {})
  await put('c@example.test', version)

  assert.deepEqual(first.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  await assert.rejects(put('d@example.test', version), changedMeanwhile.matches)
  const { targets } = await governance.getReminderTargets(admin, {})
  assert.deepEqual(targets, [{ kind: 'mail', address: 'c@example.test' }])
})
