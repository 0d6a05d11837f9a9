import {
  copyOptions,
  createProjections,
  type LoadedTable,
  parseReturnStats,
  type Schema,
} from '../server/src/contexts/catalog/index.ts'

import type { TableAccess } from '../server/src/contexts/governance/index.ts'
import { systemClock } from '../server/src/foundation/clock.ts'
import { openDuckdb, quoteText } from '../server/src/foundation/duckdb.ts'
import { FROM_HOST } from '../server/src/testing/identity.ts'
import { type GivenLake, givenLake } from '../server/src/testing/lake.ts'
import { type Figure, median, timed } from './scenario.ts'

const FILES = 4
const ROWS_PER_FILE = 1_000_000
const DECISIONS = 1_000_000
const types = ['long', 'string', 'double', 'long', 'string', 'double', 'date', 'long']
const fields = types.map((type, at) => ({ id: at + 1, name: `c${at}`, required: false, type }))
const schema: Schema = { type: 'struct', 'schema-id': 0, fields }
const SELECT = `SELECT i::BIGINT AS c0, 'carrier ' || (hash(i) % 40) AS c1, random() AS c2,
  (hash(i) % 9000)::BIGINT AS c3, md5(i::VARCHAR) AS c4, random() * i AS c5,
  DATE '2026-01-01' + (i % 90)::INTEGER AS c6, i * 7 AS c7 FROM range(${ROWS_PER_FILE}) r(i)`

/** Decisions, loads, commits and projections on the contexts themselves, without HTTP. */
export async function measureCatalog(): Promise<Figure[]> {
  await using lake = await givenLake()
  const { caller } = await lake.identity.authenticate(lake.home, FROM_HOST)
  const ref = { accountId: lake.home.accountId, database: 'bench', table: 'rows' }
  await lake.catalog.createDatabase(caller, ref)
  const { table } = await lake.catalog.createTable(caller, { ...ref, schema })
  const commits = await timed(50, (at) =>
    lake.catalog.commitTable(caller, {
      ...ref,
      requirements: [],
      updates: [{ action: 'set-properties', updates: { turn: String(at) } }],
    }),
  )
  const loads = await timed(200, () => lake.catalog.loadTable(caller, ref))
  const [decided = Number.NaN] = await timed(1, async () => {
    for (let count = 0; count < DECISIONS; count += 1)
      await lake.governance.tableAccess(caller, table.id)
  })
  for (let at = 0; at < FILES; at += 1) {
    const files = [await written(lake)]
    await lake.catalog.append(caller, { ...ref, files, commitKey: `file-${at}` })
  }
  const loaded = await lake.catalog.loadTable(caller, ref)
  return [
    { scenario: 'catalog commit, median', figure: median(commits), unit: 'ms' },
    { scenario: 'catalog loadTable, median', figure: median(loads), unit: 'ms' },
    { scenario: 'governance, one decision', figure: (decided * 1000) / DECISIONS, unit: 'us' },
    ...(await measureProjections(lake, loaded)),
  ]
}

async function written({ storage }: GivenLake) {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const copy = `COPY (${SELECT}) TO ${quoteText(path)} (${copyOptions(schema)})`
  const file = parseReturnStats((await duckdb.rows(copy))[0] ?? {})
  if (!file) throw new RangeError('no rows were written')
  return file
}

/** Seconds for each GB of the base: for few columns and rows, and for almost all of them. */
export async function measureProjections(
  { storage, database }: GivenLake,
  base: LoadedTable,
): Promise<Figure[]> {
  const { sql, log } = database
  const deps = { sql, log, storage, clock: systemClock, projectionKey: Buffer.alloc(32, 9) }
  const projections = createProjections({ ...deps, waitSecondsMax: 600 })
  const bytes = Number(base.metadata.snapshots.at(-1)?.summary['total-files-size'])
  const figures: Figure[] = []
  for (const [what, columns, below] of [
    ['3 of 8 columns, 30 % of rows', [1, 2, 4], 2700],
    ['all columns, 90 % of rows', [1, 2, 3, 4, 5, 6, 7, 8], 8100],
  ] as const) {
    const value = { type: 'long', value: String(below) }
    const access: TableAccess = {
      ...base.access,
      iamOnly: false,
      columns: new Set(columns),
      rowFilter: { op: '<', column: 4, value },
      restricted: true,
    }
    const [first = Number.NaN] = await timed(1, async () => {
      const answer = await projections.current(base, access)
      if ('progress' in answer) throw new RangeError('the table is too big to be waited for')
    })
    const again = await timed(20, () => projections.current(base, access))
    const figure = first / 1000 / (bytes / 1e9)
    figures.push({ scenario: `projection, ${what}`, figure, unit: 's/GB' })
    figures.push({ scenario: `projection again, ${what}`, figure: median(again), unit: 'ms' })
  }
  return figures
}
