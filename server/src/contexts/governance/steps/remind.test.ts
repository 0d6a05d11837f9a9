import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEARD, hear } from '../../../testing/hear.ts'
import { REMIND_JOB } from '../life.ts'
import {
  arn,
  givenTable,
  grantOfTrades,
  home,
  partner,
  trades,
} from '../testing/given-governance.ts'

const DAY_MS = 86_400_000
const desk = { kind: 'mail', address: 'desk@example.test' } as const

/** The analyst reads trades for thirty days, and the account has the desk told. */
async function givenTold() {
  const given = await givenTable()
  await hear(given, 'governance.access-ending')
  const { governance, caller, now, pool } = given
  const later = (days: number) => new Date(now.at.getTime() + days * DAY_MS)
  const [start, endsAt] = [now.at, later(30)]
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, endsAt })
  await governance.putReminderTargets(caller('admin'), { targets: [desk] })
  const on = async (day: number) => {
    now.at = new Date(start.getTime() + day * DAY_MS)
    await governance.jobs[REMIND_JOB]!({})
  }
  const told = async () => {
    const { rows } = await pool.query(
      `SELECT payload FROM graphile_worker._private_jobs
      JOIN graphile_worker._private_tasks t ON t.id = task_id
      WHERE identifier = $1 ORDER BY _private_jobs.id`,
      [HEARD],
    )
    return rows.map(({ payload }) => payload).filter(({ grantId }) => grantId)
  }
  return { ...given, on, told, endsAt, later }
}

test('given a grant that ends, when its days come, then it is told once of each', async () => {
  await using given = await givenTold()

  for (const day of [15, 16, 17, 27, 28, 29, 31]) await given.on(day)

  const told = await given.told()
  assert.deepEqual(
    told.map(({ days }) => days),
    [14, 2],
  )
  const [{ grantId: _, ...first }] = told
  assert.deepEqual(first, {
    ...{ accountId: home, principal: arn('analyst'), permissions: ['SELECT'], on: 'mkt.trades' },
    ...{ endsAt: given.endsAt.toISOString(), days: 14, targets: [desk] },
  })
  const { rows } = await given.pool.query('SELECT * FROM governance.reminders')
  assert.deepEqual(rows, []) // It has ended.
})

test('given a server that was away, when both days came, then the nearer is told', async () => {
  await using given = await givenTold()

  await given.on(29)
  await given.on(29)

  assert.deepEqual(
    (await given.told()).map(({ days }) => days),
    [2],
  )
})

test('given a renewal, a short grant or no target, when days come, then none is told', async () => {
  await using given = await givenTold()
  const { governance, caller, later } = given
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, endsAt: later(90) })
  const short = { ...grantOfTrades, principal: arn('eve'), endsAt: later(1) }
  await governance.grantPermissions(caller('admin'), short)

  await given.on(0.5)
  await given.on(20)
  await governance.putReminderTargets(caller('admin'), { targets: [] })
  await given.on(80)

  assert.deepEqual(await given.told(), [])
})

test('given a share that ends, when its day comes, then both accounts are told', async () => {
  await using given = await givenTold()
  const { governance, caller, later } = given
  const hook = { kind: 'webhook', url: 'https://partner.test/hook' } as const
  await governance.putReminderTargets(caller('admin', partner), { targets: [hook] })
  const share = { ...grantOfTrades, principal: partner, resource: trades, endsAt: later(60) }
  await governance.grantPermissions(caller('admin'), share)

  await given.on(50)

  const told = (await given.told()).map(({ accountId, targets }) => [accountId, targets])
  assert.deepEqual(told.sort(), [
    [home, [desk]],
    [partner, [hook]],
  ])
})
