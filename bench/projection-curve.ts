import { linkSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createProjections,
  currentSnapshot,
  type LoadedTable,
  type WrittenFile,
} from '../server/src/contexts/catalog/index.ts'
import type { TableAccess } from '../server/src/contexts/governance/index.ts'
import { systemClock } from '../server/src/foundation/clock.ts'
import { FROM_HOST } from '../server/src/testing/identity.ts'
import { type GivenLake, givenLake } from '../server/src/testing/lake.ts'
import { type Figure, timed } from './scenario.ts'
import { BENCH_SCHEMA, benchFile } from './table.ts'

const GIGABYTES = [1, 10, 100]
/** What is open of a table, a third of its bytes, takes so much of the disk. */
const ROOM = 0.35
const ASKED_EVERY_MS = 500

/**
 * How long a reader of 3 of 8 columns and 30 % of the rows waits for the first rows of a table that
 * they may newly read, and for all of it, and what one percent more costs. The base's files are one
 * file by many names, so they come from memory; where the disk is small, the last is reckoned.
 */
export async function measureProjectionCurve(): Promise<Figure[]> {
  const { bavail, bsize } = statfsSync(tmpdir())
  const figures: Figure[] = []
  let secondsPerGigabyte = Number.NaN
  for (const gigabytes of GIGABYTES) {
    const name = `projection of ${gigabytes} GB`
    if (bavail * bsize < gigabytes * 1e9 * ROOM) {
      const figure = secondsPerGigabyte * gigabytes
      figures.push({ scenario: `${name}, all of it, reckoned`, figure, unit: 's' })
      continue
    }
    const { firstRows, whole, more } = await curveAt(gigabytes)
    secondsPerGigabyte = whole / gigabytes
    figures.push(
      { scenario: `${name}, first rows`, figure: firstRows, unit: 's' },
      { scenario: `${name}, all of it`, figure: whole, unit: 's' },
      { scenario: `${name}, 1 % more`, figure: more, unit: 's' },
    )
  }
  return figures
}

async function curveAt(gigabytes: number) {
  await using lake = await givenLake()
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  const file = await benchFile(lake)
  const files = Math.ceil((gigabytes * 1e9) / file.sizeBytes)
  const ref = { accountId: lake.home.accountId, database: 'bench', table: 'rows' }
  await lake.catalog.createDatabase(caller, ref)
  await lake.catalog.createTable(caller, { ...ref, schema: BENCH_SCHEMA })
  const append = async (count: number) => {
    const each = await Promise.all(Array.from({ length: count }, () => again(lake, file)))
    await lake.catalog.append(caller, { ...ref, files: each, commitKey: `first ${count}` })
    return lake.catalog.loadTable(caller, ref)
  }
  return await waited(lake, { append, files })
}

/** The same content as another file. */
async function again({ storage }: GivenLake, file: WrittenFile): Promise<WrittenFile> {
  const path = await storage.stagingPath()
  linkSync(file.path, path)
  return { ...file, path }
}

async function waited(
  { database, storage }: GivenLake,
  { append, files }: { append: (count: number) => Promise<LoadedTable>; files: number },
) {
  const { sql, log } = database
  const deps = { sql, log, storage, clock: systemClock, projectionKey: Buffer.alloc(32, 9) }
  const projections = createProjections({ ...deps, waitSecondsMax: 0 })
  const base = await append(files)
  const access = partOf(base)
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  await projections.current(base, access)
  const { rows } = await database.pool.query('SELECT id FROM catalog.projections')
  const build = async () =>
    projections.jobs['catalog.build-projection']?.({ projectionId: rows[0].id })
  const whole = build().then(seconds)
  let firstRows = Number.NaN
  while (Number.isNaN(firstRows)) {
    await sleep(ASKED_EVERY_MS)
    const { metadata } = await projections.partial(base, access)
    if (Number(currentSnapshot(metadata)?.summary['total-records']) > 0) firstRows = seconds()
  }
  const all = await whole
  await append(Math.ceil(files / 100))
  const [more = Number.NaN] = await timed(1, build)
  return { firstRows, whole: all, more: more / 1000 }
}

function partOf(base: LoadedTable): TableAccess {
  return {
    ...base.access,
    iamOnly: false,
    columns: new Set([1, 2, 4]),
    rowFilter: { op: '<', column: 4, value: { type: 'long', value: '2700' } },
    restricted: true,
  }
}
