import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startJobs } from '../../../foundation/jobs.ts'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine } from '../testing/given-engine.ts'
import { maintenanceJobs, runMaintenance } from './run.ts'

const DAY = 86_400_000
const TURN = 10 * 60_000

/** Three partitions that are written anew, each as a file, and a storage that tells of each. */
async function givenThree(meanwhile: (given: GivenEngine, files: number) => Promise<void>) {
  const given = await givenEngine(true)
  for (const value of [1, 2, 3, 4, 5]) {
    const days = ['01', '02', '03'].map((day) => delays(`2026-01-${day}`, 'LH', [value]))
    await (await given.append(days))()
  }
  const made = { files: 0 }
  const storage: typeof given.workings.storage = Object.create(given.workings.storage)
  storage.adopt = async (location, path) => {
    made.files += 1
    await meanwhile(given, made.files)
    return given.workings.storage.adopt(location, path)
  }
  const workings = { ...given.workings, storage }
  const ask = async () => {
    const run = await given.catalog.runMaintenance(given.ana, { ...flights, tasks: ['compact'] })
    return run?.id ?? assert.fail()
  }
  const last = async () => (await given.catalog.getMaintenance(given.ana, flights)).last
  const rows = () => given.delays()
  return { given, workings, made, ask, last, rows }
}

async function aTurn({ ahead }: GivenEngine): Promise<void> {
  ahead.ms += TURN
}

const QUEUED = 'SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL'
const ROWS = [1, 2, 3, 4, 5].flatMap((value) => [value, value, value])

function factsOf({ last }: { last: Awaited<ReturnType<GivenEngine['maintain']>>['last'] }) {
  const [result] = last?.results ?? []
  return [last?.state, result?.state, result?.counts.filesRemoved, result?.counts.filesAdded]
}

test('given a large table, when its turn is over, then another job does the rest', async () => {
  const three = await givenThree(aTurn)
  await using given = three.given
  const id = await three.ask()
  await given.database.pool.query('DELETE FROM graphile_worker._private_jobs')

  await runMaintenance(three.workings, id)
  const first = factsOf({ last: await three.last() })
  const { rows: jobs } = await given.database.pool.query(QUEUED)
  const between = await three.rows()
  for (let turn = 0; turn < 3; turn += 1) await runMaintenance(three.workings, id)

  assert.deepEqual(first, ['running', 'running', 5, 1])
  assert.deepEqual(jobs, [{ key: `catalog.maintain ${id}` }])
  assert.deepEqual(between, ROWS)
  assert.deepEqual(factsOf({ last: await three.last() }), ['done', 'done', 15, 3])
  assert.equal(three.made.files, 3)
  assert.deepEqual(await three.rows(), ROWS)
})

test('given a run of a day, when its turn is over, then the next has the rest', async () => {
  const three = await givenThree(aTurn)
  await using given = three.given
  const id = await three.ask()

  await runMaintenance(three.workings, id)
  given.ahead.ms += DAY
  await runMaintenance(three.workings, id)

  assert.deepEqual(factsOf({ last: await three.last() }), ['done', 'done', 10, 2])
  await runMaintenance(three.workings, await three.ask())
  assert.deepEqual(factsOf({ last: await three.last() }).slice(2), [5, 1])
})

test('given workers in a run, when stopped, then it waits for one file, and goes on', async () => {
  const writing = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const three = await givenThree(async () => {
    writing.resolve()
    await held.promise
  })
  await using given = three.given
  const { pool, log } = given.database
  const handlers = maintenanceJobs(three.workings)
  await three.ask()

  const jobs = await startJobs({ pool, log, handlers })
  await writing.promise
  const stopped = jobs.stop()
  held.resolve()
  await stopped
  const half = factsOf({ last: await three.last() })
  const again = await startJobs({ pool, log, handlers })
  for (let wait = 0; wait < 300 && (await three.last())?.state !== 'done'; wait += 1)
    await sleep(100)
  await again.stop()

  assert.deepEqual(half, ['running', 'running', 5, 1])
  assert.deepEqual(factsOf({ last: await three.last() }), ['done', 'done', 15, 3])
  assert.equal(three.made.files, 3)
  assert.deepEqual(await three.rows(), ROWS)
})

test('given files that nothing names, when a turn is over, then all are counted', async () => {
  await using given = await givenEngine()
  const { location } = await given.metadata()
  const stray = (name: string) => given.storage.write(`${location}/data/${name}`, Buffer.from('x'))
  for (let name = 0; name < 501; name += 1) await stray(`${name}.parquet`)
  given.ahead.ms = 4 * DAY
  const storage: typeof given.workings.storage = Object.create(given.workings.storage)
  storage.remove = async (locations) => {
    given.ahead.ms += TURN
    await given.workings.storage.remove(locations)
  }
  const run = await given.catalog.runMaintenance(given.ana, { ...flights, tasks: ['orphans'] })
  const id = run?.id ?? assert.fail()
  const counted = async () => {
    await runMaintenance({ ...given.workings, storage }, id)
    const { last } = await given.catalog.getMaintenance(given.ana, flights)
    const { filesListed, filesRemoved, bytesRemoved } = last?.results[0]?.counts ?? {}
    return { state: last?.state, filesListed, filesRemoved, bytesRemoved }
  }

  const first = await counted()
  const end = await counted()

  const { filesListed } = first
  const part = { filesListed, filesRemoved: 500, bytesRemoved: 500 }
  assert.deepEqual(first, { state: 'running', ...part })
  assert.deepEqual(end, { state: 'done', filesListed, filesRemoved: 501, bytesRemoved: 501 })
})
