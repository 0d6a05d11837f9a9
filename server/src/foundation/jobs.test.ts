import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { givenDatabase } from '../testing/database.ts'
import { addJob, inLane, startJobs } from './jobs.ts'

const STUCK = join(import.meta.dirname, '../testing/stuck-worker.ts')

test('given a worker killed in a job of a queue, when started again, then it goes on', async () => {
  await using given = await givenDatabase()
  const queue = 'one after the other'
  await addJob(given.sql, 'work', { number: 1 }, { queue })
  const killed = spawn(process.execPath, [STUCK, given.url, 'work'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(killed.stdout, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await addJob(given.sql, 'work', { number: 2 }, { queue })

  const done: unknown[] = []
  const both = Promise.withResolvers<void>()
  const work = async (payload: unknown) => {
    done.push(payload)
    if (done.length === 2) both.resolve()
  }
  const { pool, log } = given
  const jobs = await startJobs({ pool, log, handlers: { work } })
  await both.promise
  await jobs.stop()

  assert.deepEqual(done, [{ number: 1 }, { number: 2 }])
})

test('given a job that always fails, when it is tried, then the last try knows', async () => {
  await using given = await givenDatabase()
  const { sql, pool, log } = given
  await addJob(sql, 'work', {}, { attemptsMax: 2 })
  const tries: unknown[] = []
  const last = Promise.withResolvers<void>()
  const work = inLane('exports', async (_, attempt) => {
    tries.push(attempt.last)
    if (attempt.last) last.resolve()
    throw new Error('not yet')
  })

  const jobs = await startJobs({ pool, log, handlers: { work } })
  await last.promise
  await jobs.stop()

  assert.deepEqual(tries, [false, true])
})

test('given builds and loads that all hang, when the clock strikes, then it is heard', async () => {
  await using given = await givenDatabase()
  const { sql, pool, log } = given
  const heard = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const hang = () => held.promise
  const handlers = {
    build: inLane('builds', hang),
    load: inLane('long', hang),
    clock: async () => heard.resolve(),
  }
  const work = ['build', 'load'].flatMap((name) => Array.from({ length: 20 }, () => name))
  for (const name of work) await addJob(sql, name, {})
  await addJob(sql, 'clock', {})

  const jobs = await startJobs({ pool, log, handlers })
  const first = await Promise.race([heard.promise.then(() => 'the clock'), sleep(10_000)])
  held.resolve()
  await jobs.stop()

  assert.equal(first, 'the clock')
})

test('given a job that is not done, when workers stop, then all is well', async () => {
  await using given = await givenDatabase()
  const { sql, pool, log } = given
  const failed: unknown[] = []
  const noteFailure = (error: unknown) => failed.push(error)
  process.on('uncaughtException', noteFailure)
  const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const hang = inLane('long', async () => {
    begun.resolve()
    await held.promise
  })
  await addJob(sql, 'hang', {})
  const jobs = await startJobs({ pool, log, handlers: { hang } })
  await begun.promise

  for (let more = 0; more < 2; more += 1) await addJob(sql, 'else', {})
  await sleep(50) // It is told of both, and looks for the second a little later.
  const stopped = jobs.stop()
  await sleep(400)
  held.resolve()
  await stopped
  process.off('uncaughtException', noteFailure)

  assert.deepEqual(failed, [])
})
