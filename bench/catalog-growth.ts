import { randomInt } from 'node:crypto'
import { ourCatalog, type Rest, restClient } from './rest-client.ts'
import { type Figure, median, type Scenario, timed } from './scenario.ts'
import { BENCH_SCHEMA } from './table.ts'
import { abreast } from './turns.ts'

const CONNECTIONS = 8
const NAMESPACE = 'growth'
const TABLES = [10, 10_000]
const SNAPSHOTS = [1, 10_000]
const TIMES = 30

/** What a load and a commit cost among few and many tables, and with few and many snapshots. */
export const measureCatalogGrowth: Scenario = async ({ environment, url }) => {
  const rest = restClient(await ourCatalog(environment.MILLRACE_HOME ?? '', url), CONNECTIONS)
  await rest('POST', '/namespaces', { namespace: [NAMESPACE], properties: {} })
  return [...(await amongTables(rest)), ...(await withSnapshots(rest))]
}

async function amongTables(rest: Rest): Promise<Figure[]> {
  const figures: Figure[] = []
  let made = 0
  for (const count of TABLES) {
    const first = made
    await abreast(count - first, CONNECTIONS, (at) => create(rest, `t${first + at}`))
    made = count
    const list = () => rest('GET', `/namespaces/${NAMESPACE}/tables?pageSize=100`)
    figures.push(
      ...(await loadAndCommit(rest, 't0', `among ${count} tables`)),
      await figure(`rest list of 100 tables of ${count}`, list),
    )
  }
  return figures
}

async function withSnapshots(rest: Rest): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const count of SNAPSHOTS) {
    const table = `s${count}`
    await create(rest, table)
    await commit(rest, table, snapshots(count))
    figures.push(
      ...(await loadAndCommit(rest, table, `with ${count} snapshots`)),
      await figure(`rest loadTable of refs, with ${count} snapshots`, () =>
        rest('GET', `${pathOf(table)}?snapshots=refs`),
      ),
    )
  }
  return figures
}

async function loadAndCommit(rest: Rest, table: string, where: string): Promise<Figure[]> {
  return [
    await figure(`rest loadTable ${where}`, () => rest('GET', pathOf(table))),
    await figure(`rest commit ${where}`, (run) =>
      commit(rest, table, [{ action: 'set-properties', updates: { turn: `${run}` } }]),
    ),
  ]
}

async function figure(scenario: string, ask: (run: number) => Promise<unknown>): Promise<Figure> {
  return { scenario: `${scenario}, median`, figure: median(await timed(TIMES, ask)), unit: 'ms' }
}

function create(rest: Rest, name: string): Promise<unknown> {
  const path = `/namespaces/${NAMESPACE}/tables`
  return rest('POST', path, { name, schema: BENCH_SCHEMA, 'stage-create': false })
}

function commit(rest: Rest, table: string, updates: object[]): Promise<unknown> {
  return rest('POST', pathOf(table), { requirements: [], updates })
}

/** Snapshots that say that they deleted nothing; the last of them is current. */
function snapshots(count: number): object[] {
  const first = randomInt(2 ** 40)
  const now = Date.now()
  const added = Array.from({ length: count }, (_, at) => ({
    action: 'add-snapshot',
    snapshot: {
      'snapshot-id': first + at,
      ...(at > 0 ? { 'parent-snapshot-id': first + at - 1 } : {}),
      'sequence-number': at + 1,
      'timestamp-ms': now + at,
      summary: { operation: 'delete', 'total-records': '0' },
      'manifest-list': `s3://nowhere/snap-${first + at}.avro`,
      'schema-id': 0,
    },
  }))
  const ref = { 'ref-name': 'main', type: 'branch', 'snapshot-id': first + count - 1 }
  return [...added, { action: 'set-snapshot-ref', ...ref }]
}

function pathOf(table: string): string {
  return `/namespaces/${NAMESPACE}/tables/${table}`
}
