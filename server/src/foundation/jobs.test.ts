import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { givenDatabase } from '../testing/database.ts'
import { addJob, startJobs } from './jobs.ts'

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
