import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { createIngestion, type Feed } from '../index.ts'
import {
  countsOf,
  deliver,
  type GivenIngestion,
  givenFeed,
  givenIngestion,
  joinIngestion,
  rowsOf,
  takeIn,
} from './given-ingestion.ts'

const SERVER = join(import.meta.dirname, 'ingesting-server.ts')
const KILLS = 6
const DAYS_PER_KILL = 3
const ROWS = 500

/** Lets a server take in what there is, and kills it so many milliseconds later. */
async function killed(given: GivenIngestion, feed: Feed, afterMs: number) {
  const { database, objectsDirectory, deps } = given
  const of = [database.url, objectsDirectory, deps.sealingKey.toString('hex'), feed.id]
  const server = spawn(process.execPath, [SERVER, ...of], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server.stdout, 'data')
  setTimeout(() => server.kill('SIGKILL'), afterMs)
  await once(server, 'exit')
  assert.equal(server.signalCode, 'SIGKILL')
}

test('given servers killed at any moment, when started again, then all is there once', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const values = Array.from({ length: ROWS }, (_, at) => at)
  const days: string[] = []

  for (let round = 0; round < KILLS; round += 1) {
    for (let each = 0; each < DAYS_PER_KILL; each += 1) {
      const day = `2013-01-${String(days.length + 1).padStart(2, '0')}`
      days.push(day)
      await deliver(given, day, countsOf(day, values))
    }
    await killed(given, feed, 20 + Math.random() * 700)
  }
  // Another server, which remembers nothing of the first.
  const { objectsDirectory } = given
  const deps = await joinIngestion({ ...given.deps, objectsDirectory })
  const ingestion = createIngestion(deps)
  await takeIn({ ...given, ingestion }, feed)

  const select = `SELECT count(*)::INT AS n, count(DISTINCT (day, place))::INT AS different,
    sum(count)::INT AS total FROM $table`
  const all = days.length * ROWS
  const total = (days.length * ROWS * (ROWS - 1)) / 2
  assert.deepEqual(await rowsOf(deps.catalog, given.ana, { select }), [
    { n: all, different: all, total },
  ])
  const deliveries = await ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual(
    deliveries.map(({ state, vintages }) => `${state} ${vintages.length}`),
    days.map(() => 'loaded 1'),
  )
})
