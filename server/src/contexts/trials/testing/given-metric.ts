import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import type { Scan, Schema, TableRef } from '../../catalog/index.ts'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import { type CharterDraft, parseCharter } from '../model/charter.ts'
import type { Input, Inputs, Measured, MetricDefinition, Variant } from '../model/metric.ts'
import { missingInput } from '../model/report.ts'
import { RELATIONS } from '../relations/index.ts'
import type { Revision, Sources } from '../relations/relation.ts'
import { noteMissing } from '../steps/note-missing.ts'
import { columnsOf } from '../steps/open-inputs.ts'

type Cell = string | number | boolean | null
type ColumnType = 'string' | 'long' | 'double' | 'date' | 'timestamp' | 'boolean'

/** A small table, in the place of one in the lake. */
export interface GivenRows {
  columns: Record<string, ColumnType>
  rows: readonly (readonly Cell[])[]
}

export interface GivenMetric {
  data: GivenRows
  charter?: Partial<CharterDraft>
  universe?: GivenRows
  mapping?: GivenRows
  check?: GivenRows
  market?: GivenRows
  kpi?: GivenRows
  owned?: readonly GivenRows[]
  feed?: Feed
  deliveries?: readonly DeliveryRecord[]
  revisions?: readonly (Pick<Revision, 'slice' | 'oldVintage' | 'nextVintage' | 'first'> & {
    old: GivenRows
    next: GivenRows
  })[]
  variants?: readonly Variant[]
  spending?: Inputs['spending']
  storedBytes?: number
  openedAt?: Date
  now?: Date
}

export const REF = { accountId: '700000000001', database: 'd', table: 't' } as TableRef

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  ...{ string: 'VARCHAR', long: 'BIGINT', double: 'DOUBLE', date: 'DATE' },
  ...{ timestamp: 'TIMESTAMP', boolean: 'BOOLEAN' },
}

function scanOf({ columns, rows }: GivenRows): Scan {
  const names = Object.entries(columns)
  const nothing = names.map(([, type]) => `NULL::${SQL_TYPES[type]}`)
  const tuples = rows.map((row) => {
    const cells = names.map(([, type], index) => `${literal(row[index])}::${SQL_TYPES[type]}`)
    return `(${cells.join(', ')})`
  })
  const values = tuples.length === 0 ? `(${nothing.join(', ')})` : tuples.join(', ')
  const named = names.map(([name]) => `"${name}"`).join(', ')
  const kept = tuples.length === 0 ? ' WHERE false' : ''
  const fields = names.map(([name, type], index) => ({
    ...{ id: index + 1, name, required: false, type },
  }))
  return {
    relation: `(SELECT * FROM (VALUES ${values}) t(${named})${kept})`,
    schema: { type: 'struct', 'schema-id': 0, fields } as Schema,
    recordCount: rows.length,
    ...{ files: [], paths: [], snapshotId: 1n, committedAt: undefined },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

function literal(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL'
  return typeof cell === 'string' ? quoteText(cell) : String(cell)
}

function sourcesOf(given: GivenMetric, charter: Inputs['charter']): Sources {
  const scan = (rows: GivenRows | undefined) => rows && scanOf(rows)
  const idle = { [Symbol.asyncDispose]: async () => undefined }
  return {
    ...{ data: scanOf(given.data), universe: scan(given.universe), mapping: scan(given.mapping) },
    ...{ check: scan(given.check), market: scan(given.market), kpi: scan(given.kpi) },
    owned: (given.owned ?? []).flatMap((rows, index) => {
      const owned = charter.owned?.[index]
      return owned ? [{ owned, scan: scanOf(rows), fields: owned.fields ?? [] }] : []
    }),
    revisions: (given.revisions ?? []).map(({ old, next, ...of }) => ({
      ...{ ...of, old: scanOf(old), next: scanOf(next), ...idle },
    })),
  }
}

const NAMED: readonly [Input, keyof Sources][] = [
  ['universe', 'universe'],
  ['mapping', 'mapping'],
  ['checked mapping', 'check'],
  ['prices', 'market'],
  ['kpi', 'kpi'],
]

/** Measures over real relations of DuckDB, made as for a report. */
export async function measured(
  given: GivenMetric,
  ...metrics: readonly MetricDefinition[]
): Promise<Measured[]> {
  const draft = { title: 't', hypothesis: 'h', dataset: REF, roleArn: 'r', ...given.charter }
  const charter = parseCharter(draft)
  const missing = new Map<Input, string>()
  const sources = sourcesOf(given, charter)
  for (const [input, name] of NAMED) if (!sources[name]) missing.set(input, input)
  if (sources.owned.length === 0) missing.set('owned data', 'owned data')
  if (!given.deliveries) missing.set('deliveries', 'deliveries')
  const { feed, deliveries = [] } = given
  const columns = columnsOf(sources.data as Scan, { charter, feed })
  const about = { charter, feed, deliveries, columns, missing }
  noteMissing(about, sources)
  await using db = await openDuckdb()
  for (const relation of RELATIONS)
    if (!relation.needs.some((input) => missing.has(input))) await relation.make(db, about, sources)
  const inputs: Inputs = {
    ...{ ...about, db, now: given.now ?? new Date(0), openedAt: given.openedAt ?? new Date(0) },
    ...{ spending: given.spending ?? [], variants: given.variants ?? [] },
    storedBytes: given.storedBytes ?? 0,
    firstSeen: sources.revisions
      .filter(({ first }) => first)
      .map(({ slice, old, oldVintage }) => ({
        slice,
        relation: old.relation,
        vintage: oldVintage,
      })),
    owned: sources.owned.map(({ owned, fields }) => ({
      ...{ name: owned.table.table, fields, factors: owned.kind === 'factors' },
    })),
  }
  const answers = []
  for (const metric of metrics) {
    const absent = missingInput(metric.needs, missing)
    answers.push(absent ? { observations: 0, ...absent } : await metric.measure(inputs))
  }
  return answers
}
