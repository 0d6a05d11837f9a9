import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine } from '../testing/given-engine.ts'

const SERVER = join(import.meta.dirname, '../testing/maintaining-server.ts')
const KILLS = 5

/** Lets a server maintain, and kills it so many milliseconds after it began. */
async function killed({ database, objectsDirectory }: GivenEngine, afterMs: number) {
  const server = spawn(process.execPath, [SERVER, database.url, objectsDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  setTimeout(() => server.kill('SIGKILL'), afterMs)
  await once(server, 'exit')
  assert.equal(server.signalCode, 'SIGKILL')
}

test('given maintenance that is killed again and again, then writers never notice', async () => {
  await using given = await givenEngine()
  await given.catalog.commitTable(given.ana, {
    ...flights,
    requirements: [],
    updates: [
      {
        action: 'set-properties',
        updates: {
          'commit.manifest.min-count-to-merge': '2',
          'history.expire.max-snapshot-age-ms': '0',
        },
      },
    ],
  })
  const writing = { on: true, count: 0 }
  const writer = (async () => {
    while (writing.on) {
      // A conflict would end it.
      await (await given.append([delays('2026-01-01', 'LH', [writing.count])]))()
      writing.count += 1
    }
  })()

  for (let round = 0; round < KILLS; round += 1) await killed(given, 50 + Math.random() * 700)
  writing.on = false
  await writer

  const all = Array.from({ length: writing.count }, (_, value) => value)
  assert.deepEqual(await given.delays(), all)
  const { last } = await given.maintain()
  assert.equal(last?.state, 'done')
  assert.deepEqual(await given.delays(), all)
  const { snapshots } = await given.metadata()
  assert.ok(snapshots.some(({ summary }) => summary.operation === 'replace'))
})
