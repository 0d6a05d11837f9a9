import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../identity/index.ts'
import type { Governance } from './index.ts'
import { arn, givenTable, home, table, trades } from './testing/given-governance.ts'

const grant = {
  catalogId: home,
  principal: arn('analyst'),
  resource: trades,
  permissions: ['SELECT'],
  grantable: [],
} as const

test('given two servers, when one grants, then the other reads what changed alone', async () => {
  await using given = await givenTable()
  const another = await given.another()
  await given.sql.schema.withSchema('governance').alterTable('tags').renameTo('away').execute()
  await another.start(given.pool)
  try {
    await given.governance.grantPermissions(given.caller('admin'), grant)

    assert.equal(await learns(another, given.caller('analyst')), true)
  } finally {
    another.close()
  }
})

test('given a gap in the log, when one server grants, then the other reads all', async () => {
  await using given = await givenTable()
  const another = await given.another()
  await given.governance.grantPermissions(given.caller('admin'), grant)
  await given.sql.deleteFrom('governance.changes').execute()

  await another.start(given.pool)

  another.close()
  assert.equal(await learns(another, given.caller('analyst')), true)
})

test('given a server that hears nothing, when it changes rules, then it misses none', async () => {
  await using given = await givenTable()
  const { caller } = given
  const another = await given.another()
  await given.governance.grantPermissions(caller('admin'), grant)
  await another.grantPermissions(caller('admin'), { ...grant, principal: arn('eve') })

  await given.governance.revokePermissions(caller('admin'), grant)

  const reads = async (governance: Governance, user: string) =>
    (await governance.tableAccess(caller(user), table.id)).permissions.has('SELECT')
  assert.equal(await reads(another, 'analyst'), true)
  assert.equal(await reads(given.governance, 'eve'), true)
  assert.equal(await reads(given.governance, 'analyst'), false)
})

async function learns(governance: Governance, reader: Caller): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await governance.tableAccess(reader, table.id)).permissions.has('SELECT')) return true
    await sleep(50)
  }
  return false
}

test('given a long log, when the audit job runs, then old versions are swept', async () => {
  await using given = await givenTable()
  const { sql, governance } = given
  const logged = async () => {
    const rows = await sql.selectFrom('governance.changes').select('version').execute()
    return rows.map(({ version }) => version)
  }
  const before = await logged()
  await sql.updateTable('governance.version').set({ version: 20_000 }).execute()
  await sql.insertInto('governance.changes').values({ version: 20_000, changed: '[]' }).execute()

  await governance.jobs['governance.chain-audit']?.({})

  assert.ok(before.length > 0)
  assert.deepEqual(await logged(), [20_000])
})

test('given waiting records, when the audit job runs, then it chains them', async () => {
  await using given = await givenTable()
  const job = given.governance.jobs['governance.chain-audit']

  await job?.({})

  assert.deepEqual(await given.sql.selectFrom('foundation.outbox').select('id').execute(), [])
  const { rows } = await given.pool.query('SELECT key FROM graphile_worker.jobs')
  assert.deepEqual(rows, [{ key: 'governance.chain-audit' }])
})

test('given unreadable rules, when listening fails, then no connection is kept', async () => {
  await using given = await givenTable()
  const another = await given.another()
  await given.sql.schema.withSchema('governance').alterTable('version').renameTo('away').execute()

  await assert.rejects(another.start(given.pool))

  const { totalCount, idleCount } = given.pool
  assert.equal(totalCount, idleCount)
})
