import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { arn, givenTable, home, table, trades } from './testing/given-governance.ts'

test('given two servers, when one grants, then the other knows within seconds', async () => {
  await using given = await givenTable()
  const { governance, caller, pool } = given
  const another = await given.another()
  await another.start(pool)
  try {
    await governance.grantPermissions(caller('admin'), {
      catalogId: home,
      principal: arn('analyst'),
      resource: trades,
      permissions: ['SELECT'],
      grantable: [],
    })

    const knows = async () =>
      (await another.tableAccess(caller('analyst'), table.id)).permissions.has('SELECT')
    for (let tries = 0; tries < 200 && !(await knows()); tries += 1) await sleep(50)

    assert.equal(await knows(), true)
  } finally {
    another.close()
  }
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
