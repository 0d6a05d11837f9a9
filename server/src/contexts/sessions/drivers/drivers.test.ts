import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  eventually,
  givenIdle,
  givenSessions,
  permissive,
  userNamed,
} from '../testing/given-sessions.ts'

test('given a database that goes away, when it is back, then sweeps go on', async () => {
  const time = { now: new Date() }
  await using given = await givenSessions({ clock: () => time.now, sweepMs: 20 })
  const ana = userNamed('ana')
  await givenIdle(given, ana)
  const { pool } = given.database

  await pool.query('ALTER SCHEMA sessions RENAME TO away')
  await sleep(200)
  await pool.query('ALTER SCHEMA away RENAME TO sessions')
  time.now = new Date(Date.now() + 2 * 3600 * 1000)

  const ended = await eventually(
    async () => given.boxes.closed.map(({ reason }) => reason),
    (reasons) => reasons.length > 0,
  )
  assert.deepEqual(ended, ['it was idle for too long'])
})

test('given rights that cannot be had, when they can, then the session goes on', async () => {
  let asked = 0
  const actForCaller: typeof permissive.actForCaller = async (wanted) => {
    asked += 1
    if (asked === 1) throw new Error('Connection terminated unexpectedly')
    return permissive.actForCaller(wanted)
  }
  await using given = await givenSessions({
    identity: { ...permissive, actForCaller },
    sweepMs: 20,
  })

  await givenIdle(given, userNamed('ana'))

  assert.equal(asked, 2)
  assert.equal(given.boxes.opened.length, 1)
})

test('given boxes that nobody has, when the server is new, then only plain ones stay', async () => {
  await using given = await givenSessions()
  const made = { layered: true, told: true, engine: 'spark-3.5', cores: 3, memoryMib: 1801 }
  const strange = Object.entries(made).map(([name, value]) => ({ [name]: value }))
  given.boxes.left = [{}, ...strange].map((made, at) => ({ box: `d-${at}`, stage: 'ready', made }))

  const after = given.restart()
  await after.start()
  await given.boxes.quiet()

  const closed = given.boxes.closed.map(({ box }) => box)
  assert.deepEqual(closed.toSorted(), ['d-1', 'd-2', 'd-3', 'd-4', 'd-5'])
  after.stop()
})
