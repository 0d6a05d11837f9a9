import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { openDuckdb, quotePath } from '../../../foundation/duckdb.ts'
import type { Storage } from '../../storage/index.ts'
import { noSuchTable, projectionNotReady, projectionRefused } from '../errors.ts'
import { encodeValue } from '../model/bounds.ts'
import type { LoadedTable } from '../model/face.ts'
import { currentSnapshot } from '../model/metadata.ts'
import { entriesOf, manifestsOf } from '../steps/manifests.ts'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected } from '../testing/given-projected.ts'

const partial = { accountId: flights.accountId, database: 'mobility/flights', table: 'partial' }

interface Room {
  /** So many files can be made, then the disk is full. */
  made: number
  laterMs?: number
  /** None is made before this. */
  held?: Promise<void>
}

/** Three days, and a reader of one column. */
async function givenThreeDays(room: Room): Promise<GivenProjected> {
  const given: { storage?: Storage } = {}
  const storage = new Proxy({} as Storage, {
    get(_, name: keyof Storage) {
      if (name !== 'adopt') return given.storage?.[name]
      return async (...words: Parameters<Storage['adopt']>) => {
        await room.held
        room.made -= 1
        if (room.made < 0) throw new Error('no space is left')
        return given.storage?.adopt(...words)
      }
    },
  })
  const clock = () => new Date(Date.now() + (room.laterMs ?? 0))
  const made = await givenProjected({}, { waitSecondsMax: 0, workers: 1, storage, clock })
  given.storage = made.storage
  for (const day of [1, 2, 3]) await made.append(delays(`2026-01-0${day}`, 'LH', [day, day * 10]))
  made.allow({ columns: new Set([3]) })
  return made
}

/** What an engine reads that goes by the metadata alone. */
async function delaysIn(given: GivenProjected, { metadata }: LoadedTable): Promise<number[]> {
  const found: number[] = []
  for (const manifest of await manifestsOf(given, metadata, currentSnapshot(metadata)))
    for (const { file } of await entriesOf(given, metadata, manifest)) {
      await using local = await given.storage.localFile(file.location)
      await using duckdb = await openDuckdb({ paths: [local.path] })
      const rows = await duckdb.rows(`SELECT delay FROM read_parquet(${quotePath(local.path)})`)
      found.push(...rows.map(({ delay }) => Number(delay)))
    }
  return found.sort((one, other) => one - other)
}

async function build({ database, projections }: GivenProjected): Promise<void> {
  const { rows } = await database.pool.query('SELECT id FROM catalog.projections')
  await projections.jobs['catalog.build-projection']?.({ projectionId: rows[0].id })
}

test('given a part being made, when asked for, then the latest of it is there', async () => {
  const held = Promise.withResolvers<void>()
  const room = { made: 1, laterMs: 0, held: held.promise }
  await using given = await givenThreeDays(room)
  const { catalog, ana } = given
  await assert.rejects(given.load(), projectionNotReady.matches)

  const none = await catalog.loadTable(ana, partial)
  held.resolve()
  await assert.rejects(build(given), /no space/)
  room.laterMs = 3000
  const some = await catalog.loadTable(ana, partial)
  const again = await catalog.loadTable(ana, partial)

  assert.equal(none.metadata.properties['millrace.partial'], '0')
  assert.equal(currentSnapshot(none.metadata)?.summary['total-records'], '0')
  assert.equal(some.metadata.properties['millrace.partial'], '33')
  const snapshot = currentSnapshot(some.metadata)
  assert.equal(snapshot?.summary['total-records'], '2')
  assert.equal(again.metadataLocation, some.metadataLocation)
  assert.equal(some.projected, true)
  assert.deepEqual(await delaysIn(given, some), [3, 30])
})

test('given hidden rows, when a part is asked for, then they leave no trace', async () => {
  const room = { made: 1, laterMs: 0 }
  await using given = await givenThreeDays(room)
  const { catalog, ana } = given
  await given.append(delays('2026-01-04', 'XQSECRET', [4711]))
  const value = { type: 'string', value: 'LH' } as const
  given.allow({ columns: new Set([3]), rowFilter: { op: '=', column: 2, value } })
  await assert.rejects(given.load(), projectionNotReady.matches)
  await assert.rejects(build(given), /no space/)

  const { metadata } = await catalog.loadTable(ana, partial)

  const files = []
  for (const manifest of await manifestsOf(given, metadata, currentSnapshot(metadata)))
    files.push(manifest, await entriesOf(given, metadata, manifest))
  const told = inspect([metadata, files], { depth: Infinity })
  for (const hidden of ['XQ', 'carrier', 'warehouse-', '2026-01']) assert.ok(!told.includes(hidden))
  for (const bound of [encodeValue('string', 'XQSECRET'), encodeValue('long', 4711n)])
    assert.ok(!told.includes(inspect(bound)))
  assert.deepEqual(await delaysIn(given, { metadata } as LoadedTable), [3, 30])
})

test('given a whole part, when what is there is asked for, then it is that', async () => {
  const held = Promise.withResolvers<void>()
  await using given = await givenThreeDays({ made: 3, held: held.promise })
  await assert.rejects(given.load(), projectionNotReady.matches)
  const before = await given.catalog.loadTable(given.ana, partial)
  held.resolve()

  await build(given)
  const whole = await given.catalog.loadTable(given.ana, partial)

  assert.equal(whole.metadataLocation, (await given.load()).metadataLocation)
  assert.notEqual(whole.metadata['table-uuid'], before.metadata['table-uuid'])
  assert.equal(whole.metadata.properties['millrace.partial'], undefined)
})

test('given no table, when its part is asked for, then that name is absent', async () => {
  await using given = await givenThreeDays({ made: 3 })
  const { catalog, ana } = given
  const load = (database: string, table: string) =>
    catalog.loadTable(ana, { ...partial, database, table })

  for (const [database, name] of [
    ['mobility/none', 'partial'],
    ['mobility', 'partial'],
    ['none/flights', 'partial'],
    ['mobility/flights', 'files'],
  ] as const)
    await assert.rejects(load(database, name), noSuchTable.matches, database)
})

test('given what cannot be projected, when its part is asked for, then it is refused', async () => {
  await using given = await givenThreeDays({ made: 3 })
  given.allow({ columns: new Set([99]) })

  const refused = given.catalog.loadTable(given.ana, partial)

  await assert.rejects(refused, projectionRefused.matches)
})
