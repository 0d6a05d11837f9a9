import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import { givenDatabase } from '../testing/database.ts'
import { loseConnection } from '../testing/lose-connection.ts'
import { connectionLost, databaseAway, diskFull, tellable, textNotKept } from './database-away.ts'
import { createLog } from './log.ts'
import { openDatabase } from './sql.ts'

const outbox = raw`SELECT * FROM foundation.outbox`

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  )
}

test('given a connection ended in a query, when told of it, then it may be retried', async () => {
  await using given = await givenDatabase()

  const error = await errorOf(() =>
    loseConnection(given.pool, 'foundation.outbox', () => outbox.execute(given.sql)),
  )

  assert.ok(connectionLost(error))
  assert.ok(databaseAway.matches(tellable(error)))
  assert.deepEqual((await outbox.execute(given.sql)).rows, [])
})

test('given no database at all, when told of it, then it may be retried', async () => {
  const log = createLog('silent')
  const away = openDatabase({ url: 'postgresql://millrace@/millrace?host=%2Fnowhere', log })

  const error = await errorOf(() => outbox.execute(away.sql))

  assert.ok(connectionLost(error))
  await away.close()
})

test('given errors of what was asked, when told of them, then nothing is said', async () => {
  await using given = await givenDatabase()

  const wrong = await errorOf(() => raw`SELECT 1 FROM nowhere`.execute(given.sql))
  const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })

  for (const error of [wrong, missing, new Error('else'), 'text'])
    assert.equal(tellable(error), undefined)
})

test('given texts that cannot be kept, when told of them, then it is who sent them', async () => {
  await using given = await givenDatabase()
  const queries = [
    raw`SELECT ${'a\0b'}::text`,
    raw`SELECT ${JSON.stringify(['a\0b'])}::jsonb`,
    raw`SELECT ${JSON.stringify(['\ud800'])}::jsonb`,
    raw`SELECT ${JSON.stringify(['\udc00'])}::jsonb`,
  ]

  for (const query of queries) {
    const error = await errorOf(() => query.execute(given.sql))
    assert.ok(textNotKept.matches(tellable(error)), String(error))
  }
  const broken = await errorOf(() => raw`SELECT ${'{'}::jsonb`.execute(given.sql))
  assert.equal(tellable(broken), undefined)
})

test('given a disk without room, when told of it, then nothing was kept', async () => {
  await using given = await givenDatabase()
  const full = raw`DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$`

  const error = await errorOf(() => full.execute(given.sql))

  const file = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'open' })
  for (const one of [error, file]) assert.ok(diskFull.matches(tellable(one)), String(one))
})
