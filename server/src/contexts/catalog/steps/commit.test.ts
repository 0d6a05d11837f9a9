import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { createCatalog } from '../index.ts'
import {
  flights,
  type GivenCatalog,
  givenCatalog,
  givenFlights,
  schema,
} from '../testing/given-catalog.ts'
import { COMMIT_KEY } from './write-files.ts'

const at = (name: string) => join(import.meta.dirname, '../testing', name)
const KILLS = 4

/** Lets a server append until it has told of a few commits and some time more, then kills it. */
async function killed(given: GivenCatalog, program: string): Promise<string[]> {
  const { database, objectsDirectory } = given
  const afterMs = Math.random() * 60
  const argv = [at(program), database.url, objectsDirectory]
  const server: ChildProcess = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told: string[] = []
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream })
  for await (const line of lines) {
    told.push(line)
    if (told.length === 2) setTimeout(() => server.kill('SIGKILL'), afterMs)
  }
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  assert.equal(server.signalCode, 'SIGKILL')
  return told
}

test('given servers killed at any moment, when the table is read, then it is whole', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const told: string[] = []

  for (let round = 0; round < KILLS; round += 1)
    told.push(...(await killed(given, 'committing-server.ts')))

  // Another server, which remembers nothing of the first.
  const catalog = createCatalog(given.deps)
  const { metadata, table } = await catalog.loadTable(given.ana, flights)
  await using scan = await catalog.scan(given.ana, flights)
  const rows = await given.rows('SELECT count(*)::INT AS n FROM $table', scan)
  const kept = new Set(metadata.snapshots.map(({ summary }) => summary[COMMIT_KEY]))
  for (const key of told) assert.ok(kept.has(key), `commit ${key} was acknowledged and is lost`)
  assert.ok(kept.size <= told.length + KILLS)
  assert.deepEqual(rows, [{ n: metadata.snapshots.length }])
  assert.equal(table.version, metadata.snapshots.length + 1)
})

test('given servers killed in transactions, when tables are read, then they agree', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const airports = { ...flights, table: 'airports' }
  await given.catalog.createTable(given.ana, { ...airports, schema })
  const told: string[] = []

  for (let round = 0; round < KILLS; round += 1)
    told.push(...(await killed(given, 'transacting-server.ts')))

  const catalog = createCatalog(given.deps)
  const [one, other] = await Promise.all(
    [flights, airports].map((ref) => catalog.loadTable(given.ana, ref)),
  )
  assert.deepEqual(one?.metadata.properties, other?.metadata.properties)
  for (const key of told) assert.ok(key in (one?.metadata.properties ?? {}), key)
})
