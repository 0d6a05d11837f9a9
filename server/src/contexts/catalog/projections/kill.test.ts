import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected } from '../testing/given-projected.ts'
import { BUILD_JOB } from './current.ts'
import { HISTORY_JOB } from './newest.ts'

const SERVER = join(import.meta.dirname, '../testing/projecting-server.ts')
const KILLS = 4
const COMMITS = 12

/** Lets a server begin to project, and kills it so many milliseconds later. */
async function killed({ database, objectsDirectory }: GivenProjected, afterMs: number) {
  const server = spawn(process.execPath, [SERVER, database.url, objectsDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  setTimeout(() => server.kill('SIGKILL'), afterMs)
  await once(server, 'exit')
  assert.equal(server.signalCode, 'SIGKILL')
}

/** The jobs that a killed server leaves in the queue, as the next one runs them. */
async function runJobs({ database, projections }: GivenProjected): Promise<void> {
  const { rows } = await database.pool.query('SELECT id FROM catalog.projections')
  for (const job of [BUILD_JOB, HISTORY_JOB])
    for (const { id } of rows) await projections.jobs[job]?.({ projectionId: id })
}

test('given makers killed at any moment, when jobs run, then the past is there', async () => {
  const ahead = { ms: 0 }
  await using given = await givenProjected({}, { clock: () => new Date(Date.now() + ahead.ms) })
  for (let value = 0; value < COMMITS; value += 1)
    await given.append(delays('2026-01-01', 'LH', [value]))

  for (let round = 0; round < KILLS; round += 1) await killed(given, 30 + Math.random() * 300)

  given.allow({ columns: new Set([3]) })
  await given.load()
  await runJobs(given)
  const { metadata } = await given.load()
  assert.equal(metadata.snapshots.length, COMMITS)
  for (const [at, { 'snapshot-id': snapshotId }] of metadata.snapshots.entries()) {
    await using scan = await given.catalog.scan(given.ana, { ...flights, at: { snapshotId } })
    assert.equal(scan.recordCount, at + 1)
  }
  // What the killed ones left behind without a row goes with the sweep.
  ahead.ms = 26 * 3_600_000
  await given.projections.jobs['catalog.sweep-projections']?.({})
  const left = (await given.objects()).filter((location) => location.endsWith('.parquet'))
  assert.equal(left.length, COMMITS)
})
