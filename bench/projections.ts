import {
  createProjections,
  type LoadedTable,
  type ProjectionWorks,
} from '../server/src/contexts/catalog/index.ts'
import type { TableAccess } from '../server/src/contexts/governance/index.ts'
import { systemClock } from '../server/src/foundation/clock.ts'
import { FROM_HOST } from '../server/src/testing/identity.ts'
import { type GivenLake, givenLake } from '../server/src/testing/lake.ts'
import { type Figure, median, timed } from './scenario.ts'
import { BENCH_SCHEMA, benchFile } from './table.ts'

const FILES = 4
const parts = [
  ['3 of 8 columns, 30 % of rows', [1, 2, 4], 2700],
  ['all columns, 90 % of rows', [1, 2, 3, 4, 5, 6, 7, 8], 8100],
] as const

/** What it costs to make the part of a table that is open to somebody, first and after a commit. */
export async function measureProjections(): Promise<Figure[]> {
  await using lake = await givenLake()
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  const ref = { accountId: lake.home.accountId, database: 'bench', table: 'rows' }
  await lake.catalog.createDatabase(caller, ref)
  await lake.catalog.createTable(caller, { ...ref, schema: BENCH_SCHEMA })
  const commits = { count: 0 }
  const append = async () => {
    commits.count += 1
    const files = [await benchFile(lake)]
    await lake.catalog.append(caller, { ...ref, files, commitKey: `file-${commits.count}` })
    return lake.catalog.loadTable(caller, ref)
  }
  for (let file = 1; file < FILES; file += 1) await append()
  const figures: Figure[] = []
  for (const [what, columns, below] of parts) {
    const base = await append()
    figures.push(...(await measurePart(lake, { what, base, append, columns, below })))
  }
  return figures
}

async function measurePart(
  { storage, database }: GivenLake,
  of: {
    what: string
    base: LoadedTable
    append: () => Promise<LoadedTable>
    columns: readonly number[]
    below: number
  },
): Promise<Figure[]> {
  const { what, base, columns, below } = of
  const { sql, log } = database
  const deps = { sql, log, storage, clock: systemClock, projectionKey: Buffer.alloc(32, 9) }
  const projections = createProjections({ ...deps, waitSecondsMax: 0 })
  const value = { type: 'long', value: String(below) }
  const access: TableAccess = {
    ...base.access,
    iamOnly: false,
    columns: new Set(columns),
    rowFilter: { op: '<', column: 4, value },
    restricted: true,
  }
  const gigabytes = Number(base.metadata.snapshots.at(-1)?.summary['total-files-size']) / 1e9
  await projections.current(base, access)
  const { rows } = await database.pool.query(
    'SELECT id FROM catalog.projections ORDER BY asked_at DESC LIMIT 1',
  )
  const build = (job: string) => projections.jobs[job]?.({ projectionId: rows[0].id })
  const [first = Number.NaN] = await timed(1, async () => build('catalog.build-projection'))
  const [past = Number.NaN] = await timed(1, async () => build('catalog.build-projection-history'))
  const next = await of.append()
  const [day = Number.NaN] = await timed(1, async () => build('catalog.build-projection'))
  const again = await timed(20, () => found(projections, next, access))
  return [
    { scenario: `projection, ${what}`, figure: first / 1000 / gigabytes, unit: 's/GB' },
    { scenario: `projection of its past, ${what}`, figure: past, unit: 'ms' },
    { scenario: `projection of one more file, ${what}`, figure: day, unit: 'ms' },
    { scenario: `projection again, ${what}`, figure: median(again), unit: 'ms' },
  ]
}

async function found(projections: ProjectionWorks, base: LoadedTable, access: TableAccess) {
  const answer = await projections.current(base, access)
  if ('progress' in answer) throw new RangeError('the projection was not made')
}
