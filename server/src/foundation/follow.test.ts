import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type GivenDatabase, givenDatabase } from '../testing/database.ts'
import { follow } from './follow.ts'
import { createLog } from './log.ts'

/** Whoever follows `news`, and what it has done so far. */
async function givenFollower(given: GivenDatabase) {
  const seen: string[] = []
  const following = await follow(given.pool, {
    channel: 'news',
    log: createLog('silent'),
    catchUp: async () => void seen.push('caught up'),
    async heard(payload) {
      if (payload === 'unheard of') throw new RangeError('on purpose')
      seen.push(payload ?? '')
    },
  })
  const tell = (news: string) => given.pool.query('SELECT pg_notify($1, $2)', ['news', news])
  const until = async (count: number) => {
    while (seen.length < count) await sleep(5)
  }
  return { seen, tell, until, [Symbol.dispose]: () => following.stop() }
}

test('given a lost connection, when it is back, then it catches up and hears on', async () => {
  await using given = await givenDatabase()
  using follower = await givenFollower(given)

  await given.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
  await follower.until(2)
  await follower.tell('more')
  await follower.until(3)

  assert.deepEqual(follower.seen, ['caught up', 'caught up', 'more'])
})

test('given news that cannot be taken in, when heard, then it catches up', async () => {
  await using given = await givenDatabase()
  using follower = await givenFollower(given)

  await follower.tell('unheard of')
  await follower.until(2)

  assert.deepEqual(follower.seen, ['caught up', 'caught up'])
})

test('given a follower, when it has stopped, then its connection is gone', async () => {
  await using given = await givenDatabase()
  const follower = await givenFollower(given)

  follower[Symbol.dispose]()

  assert.equal(given.pool.totalCount, given.pool.idleCount)
})
