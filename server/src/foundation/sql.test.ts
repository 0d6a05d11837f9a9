import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import { givenDatabase } from '../testing/database.ts'
import { drainAudit, putAudit } from './outbox.ts'
import { afterCommit, isRolledBack, reading, type Sql, transaction, tried } from './sql.ts'

const record = {
  accountId: '111111111111',
  actor: 'arn:aws:iam::111111111111:user/ana',
  principal: 'arn:aws:iam::111111111111:user/ana',
  action: 'catalog.table-created',
  resource: 's3://lake/orders/',
  decision: 'allowed',
} as const

test('given a transaction, when it commits, then what was deferred runs once, after', async () => {
  await using given = await givenDatabase()
  const seen: string[] = []

  await transaction(given.sql, async (tx) => {
    afterCommit(tx, async () => void seen.push('deferred'))
    await transaction(tx, async (same) => putAudit(same, [record]))
    seen.push('worked')
  })

  assert.deepEqual(seen, ['worked', 'deferred'])
})

test('given a transaction, when it fails, then its audit and steps are gone', async () => {
  await using given = await givenDatabase()
  const seen: string[] = []

  const failing = transaction(given.sql, async (tx) => {
    afterCommit(tx, async () => void seen.push('deferred'))
    await putAudit(tx, [record])
    throw new RangeError('on purpose')
  })

  await assert.rejects(failing, RangeError)
  const left = await transaction(given.sql, (tx) => drainAudit(tx, 10, async () => {}))
  assert.deepEqual([left, seen], [0, []])
})

test('given a change, when a step after its commit fails, then it is made', async () => {
  await using given = await givenDatabase()
  const seen: string[] = []

  const answer = await transaction(given.sql, async (tx) => {
    afterCommit(tx, () => Promise.reject(new RangeError('on purpose')))
    afterCommit(tx, async () => void seen.push('the other step'))
    await putAudit(tx, [record])
    return 'made'
  })

  const left = await transaction(given.sql, (tx) => drainAudit(tx, 10, async () => {}))
  assert.deepEqual([answer, left, seen], ['made', 1, ['the other step']])
})

test('given a change that is tried, when it is answered, then nothing of it is there', async () => {
  await using given = await givenDatabase()
  const seen: string[] = []

  const answer = await tried(given.sql, async (tx) => {
    afterCommit(tx, async () => void seen.push('deferred'))
    await putAudit(tx, [record])
    return drainAudit(tx, 10, async () => {})
  })

  const left = await transaction(given.sql, (tx) => drainAudit(tx, 10, async () => {}))
  assert.deepEqual([answer, left, seen], [1, 0, []])
  const failing = tried(given.sql, () => Promise.reject(new RangeError('on purpose')))
  await assert.rejects(failing, RangeError)
})

test('given a reading, when others commit meanwhile, then its queries see none of it', async () => {
  await using given = await givenDatabase()
  const count = (sql: Sql) =>
    sql
      .selectFrom('foundation.outbox')
      .select((of) => of.fn.countAll().as('n'))
      .execute()

  const seen = await reading(given.sql, async (tx) => {
    const before = await count(tx)
    await transaction(given.sql, (other) => putAudit(other, [record]))
    return [before, await count(tx)]
  })

  assert.deepEqual(seen[1], seen[0])
  assert.notDeepEqual(await count(given.sql), seen[0])
})

test('given a server of any language, when it refuses, then nothing is left of it', async () => {
  await using given = await givenDatabase()
  const refused = await raw`SELECT 1 / 0`.execute(given.sql).catch((error: unknown) => error)
  assert.ok(refused instanceof Error)

  assert.equal(isRolledBack(Object.assign(refused, { severity: 'FEHLER' })), true)
  for (const code of ['08006', '57P01', '57P02', '58030', 'XX000', undefined])
    assert.equal(isRolledBack(Object.assign(refused, { code })), false, code)
  for (const code of ['EPIPE', 'ECONNRESET'])
    assert.equal(isRolledBack(Object.assign(new Error('write'), { code })), false, code)
})
