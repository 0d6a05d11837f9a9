import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type GivenDatabase, givenDatabase } from '../testing/database.ts'
import { follow } from './follow.ts'
import { createLog } from './log.ts'
import { openDatabase } from './sql.ts'

/** A way to the database whose connections can go dead without anybody closing them. */
async function givenWay({ url }: GivenDatabase) {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-follow-'))
  const host = new URLSearchParams(url.split('?')[1]).get('host') as string
  const [name = ''] = (await readdir(host)).filter((one) => /^\.s\.PGSQL\.\d+$/.test(one))
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const far = connect(join(host, name))
    sockets.push(client, far)
    for (const socket of [client, far]) socket.on('error', () => {})
    client.pipe(far).pipe(client)
  })
  server.listen(join(directory, name))
  await once(server, 'listening')
  const database = openDatabase({
    url: url.replace(encodeURIComponent(host), encodeURIComponent(directory)),
    log: createLog('silent'),
  })
  return {
    pool: database.pool,
    goDead() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      for (const socket of sockets) socket.destroy()
      server.close()
      await rm(directory, { recursive: true })
    },
  }
}

/** Whoever follows `news`, and what it has done so far. */
async function givenFollower(given: Pick<GivenDatabase, 'pool'>) {
  const seen: string[] = []
  const following = await follow(given.pool, {
    channel: 'news',
    beatMs: 50,
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

  // What it listens on has beaten since, so its last query says nothing.
  await given.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`)
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

test('given a connection that went dead in silence, when asked, then it hears on', async () => {
  await using given = await givenDatabase()
  await using way = await givenWay(given)
  using follower = await givenFollower(way)

  way.goDead()
  await follower.until(2)
  await given.pool.query(`SELECT pg_notify('news', 'more')`)
  await follower.until(3)

  assert.deepEqual(follower.seen, ['caught up', 'caught up', 'more'])
})
