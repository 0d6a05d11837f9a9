import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { givenNotebooks, givenPerson, settled } from '../testing/index.ts'

async function givenRunning(over: Parameters<typeof givenNotebooks>[0] = {}) {
  const given = await givenNotebooks(over)
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, { roleArn: given.role })
  await settled(given, ana, id)
  return Object.assign(given, { ana, id })
}

test('given half an hour, when swept, then the box gets new credentials', async () => {
  await using given = await givenRunning()
  given.given.pass(1801)

  await given.notebooks.sweep()

  const { order } = given.boxes.sent.at(-1)!
  assert.ok(order.op === 'refresh')
  const leftMs = new Date(order.credentials.expiresAt).getTime() - given.given.now().getTime()
  assert.equal(leftMs, 3_600_000)
})

test('given a sign-in that is revoked, when swept, then the notebook ends', async () => {
  await using given = await givenRunning()
  given.given.pass(1)
  await given.given.identity.revokeSessions(given.admin, { principalArn: given.ana.arn })

  await given.notebooks.sweep()

  assert.match((await settled(given, given.ana, given.id, 'ended')).reason ?? '', /its rights/)
})

test('given a role that is withdrawn, when swept, then the notebook ends', async () => {
  await using given = await givenRunning()
  const { identity } = given.given
  await identity.deleteInlinePolicy(given.admin, {
    kind: 'user',
    name: 'ana',
    policyName: 'own',
  })
  given.given.pass(1801)

  await given.notebooks.sweep()

  assert.match((await settled(given, given.ana, given.id, 'ended')).reason ?? '', /sts:AssumeRole/)
})

test('given a sign-in of twelve hours, when they are over, then the notebook ends', async () => {
  await using given = await givenRunning()
  given.given.pass(12 * 3600 + 1)

  await given.notebooks.sweep()

  assert.match((await settled(given, given.ana, given.id, 'ended')).reason ?? '', /its rights/)
})

test('given a box that went on, when a new server starts, then it is kept', async () => {
  await using given = await givenRunning()
  const { notebooks, boxes } = await given.restart()
  boxes.left = [`n-${given.id}`, 'n-unknown']

  await notebooks.start()

  assert.equal((await notebooks.getNotebook(given.ana, given.id)).state, 'running')
  notebooks.stop()
})

test('given a box that is gone, when a new server starts, then it has ended', async () => {
  await using given = await givenRunning()
  const { notebooks } = await given.restart()

  await notebooks.start()

  const { state, reason } = await notebooks.getNotebook(given.ana, given.id)
  assert.deepEqual([state, reason], ['ended', 'the host lost it'])
  notebooks.stop()
})

test('given a database that goes away, when it is back, then sweeps go on', async () => {
  await using given = await givenRunning({ sweepMs: 20 })
  const { pool } = given.given
  await pool.query('ALTER SCHEMA notebooks RENAME TO away')
  await sleep(200)
  await pool.query('ALTER SCHEMA away RENAME TO notebooks')

  given.given.pass(12 * 3600 + 1)

  assert.match((await settled(given, given.ana, given.id, 'ended')).reason ?? '', /its rights/)
})
