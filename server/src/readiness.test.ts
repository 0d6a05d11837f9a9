import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { createOperationsDoor } from './doors/operations/index.ts'
import { createLog } from './foundation/log.ts'
import { openDatabase, type Sql } from './foundation/sql.ts'
import { unreadyReason } from './readiness.ts'
import { givenDatabase } from './testing/database.ts'
import { givenDoor } from './testing/door.ts'

async function readyz(sql: Sql, ready: boolean): Promise<[number, string]> {
  const unready = () => unreadyReason(sql, { ready })
  await using door = await givenDoor(createOperationsDoor({ metrics: new Registry(), unready }))
  const answer = await fetch(`${door.url}/readyz`)
  return [answer.status, await answer.text()]
}

test('given a database, when asked, then it is ready once all has begun', async () => {
  await using given = await givenDatabase()

  assert.deepEqual(await readyz(given.sql, false), [503, 'starting\n'])
  assert.deepEqual(await readyz(given.sql, true), [200, 'ok\n'])
})

test('given no database, when asked for readiness, then it says why not', async () => {
  const log = createLog('silent')
  const away = openDatabase({ url: 'postgresql://millrace@/millrace?host=%2Fnowhere', log })

  const [status, reason] = await readyz(away.sql, true)

  assert.equal(status, 503)
  assert.match(reason, /database is away for a moment/)
  await away.close()
})

test('given a database that hangs, when asked for readiness, then the wait ends', async () => {
  await using given = await givenDatabase()
  const all = Array.from({ length: 16 }, () => given.pool.connect())
  const held = await Promise.all(all)

  const [status, reason] = await readyz(given.sql, true)

  assert.equal(status, 503)
  assert.match(reason, /has not answered for 2 seconds/)
  for (const one of held) one.release()
})
