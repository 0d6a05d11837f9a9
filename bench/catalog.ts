import { FROM_HOST } from '../server/src/testing/identity.ts'
import { givenLake } from '../server/src/testing/lake.ts'
import { type Figure, median, timed } from './scenario.ts'
import { BENCH_SCHEMA as schema } from './table.ts'

const DECISIONS = 1_000_000

/** Decisions, loads and commits on the contexts themselves, without HTTP. */
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
  return [
    { scenario: 'catalog commit, median', figure: median(commits), unit: 'ms' },
    { scenario: 'catalog loadTable, median', figure: median(loads), unit: 'ms' },
    { scenario: 'governance, one decision', figure: (decided * 1000) / DECISIONS, unit: 'us' },
  ]
}
