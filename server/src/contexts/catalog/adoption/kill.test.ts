import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { adoption, type GivenParquet, givenParquet } from '../testing/given-parquet.ts'
import { runAdoption } from './run.ts'

const SERVER = join(import.meta.dirname, '../testing/adopting-server.ts')
const FILES = 200
const KILLS = 5

/** Lets a server adopt, and kills it so many milliseconds later. */
async function killed({ database, objectsDirectory }: GivenParquet, id: string, afterMs: number) {
  const server = spawn(process.execPath, [SERVER, database.url, objectsDirectory, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  setTimeout(() => server.kill('SIGKILL'), afterMs)
  await once(server, 'exit')
  assert.equal(server.signalCode, 'SIGKILL')
}

test('given an adoption that is killed again and again, when it ends, then once', async () => {
  await using given = await givenParquet()
  for (let file = 0; file < FILES; file += 1)
    await given.put(`part=${file % 7}/${file}.parquet`, `SELECT ${file} AS id`)
  const { catalog, ana } = given
  const { id } = await catalog.adoptTable(ana, adoption)

  for (let round = 0; round < KILLS; round += 1) await killed(given, id, 20 + Math.random() * 250)
  await runAdoption(given.workings, id)

  const done = await catalog.getAdoption(ana, { id })
  assert.deepEqual([done.state, done.filesAdded, done.rowsRead], ['done', FILES, FILES])
  const { metadata } = await catalog.loadTable(ana, adoption)
  assert.equal(metadata.snapshots.length, 1)
  await using scan = await catalog.scan(ana, adoption)
  const [sum] = await given.rows('SELECT sum(id)::INT AS ids, count(*)::INT AS n FROM $table', scan)
  assert.deepEqual(sum, { ids: (FILES * (FILES - 1)) / 2, n: FILES })
})
