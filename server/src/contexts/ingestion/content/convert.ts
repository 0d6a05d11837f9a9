import { type Duckdb, duckdbFailed, quoteName, quoteText } from '../../../foundation/duckdb.ts'
import {
  copyOptions,
  duckdbType,
  parseReturnStats,
  type Schema,
  type WrittenFile,
} from '../../catalog/index.ts'
import type { FeedDefinition } from '../model/feed.ts'
import type { Finding } from '../model/finding.ts'
import { badRows, brokenLines, type Rejected } from './rejects.ts'
import type { Source } from './source.ts'
import { strictCast } from './strict-cast.ts'

export interface Converted {
  /** Undefined: no row was good. */
  written: WrittenFile | undefined
  rowsRejected: number
  /** Lines that hold no good row, ascending; undefined where they are too many to be kept. */
  rejectedLines: readonly number[] | undefined
  findings: Finding[]
}

interface Work {
  source: Source
  parquetPath: string
  definition: FeedDefinition
  /** The table's. */
  schema: Schema
  /** SQL of the columns that the platform adds. */
  clocks: Readonly<Record<string, string>>
}

const BAD_ROW = 'a row does not fit the contract'

/**
 * Writes the rows of a file as Parquet, each value strictly in its column’s type; what does not fit
 * is kept apart. A file that fits as a whole, as nearly all do, is read once.
 */
export async function convert(db: Duckdb, work: Work): Promise<Converted> {
  const all = `SELECT ${columnsOf(work, true).join(', ')} FROM ${castRows(work)}`
  try {
    const [stats] = await copy(db, all, work)
    return converted(work, stats, [await brokenLines(db, work.source)])
  } catch (error) {
    if (!duckdbFailed.matches(error) || !(error as Error).message.includes(BAD_ROW)) throw error
  }
  const good = `SELECT ${columnsOf(work, false).join(', ')} FROM ${castRows(work)} WHERE ${GOOD}`
  const [stats] = await copy(db, good, work)
  const broken = await brokenLines(db, work.source)
  const bad = await badRows(db, castRows(work), { before: broken.lines, source: work.source })
  return converted(work, stats, [broken, bad])
}

type Stats = Awaited<ReturnType<Duckdb['rows']>>[number]

function copy(db: Duckdb, select: string, { parquetPath, schema }: Work): Promise<Stats[]> {
  return db.rows(`COPY (${select}) TO ${quoteText(parquetPath)} (${copyOptions(schema)})`)
}

/** The columns of the contract that the file has, numbered. */
function received({ schema, source, clocks }: Work) {
  const names = schema.fields.filter(
    ({ name }) => source.header.includes(name) && !Object.hasOwn(clocks, name),
  )
  return names.map(({ name, type }, at) => ({ name, type, raw: `r${at}`, cast: `c${at}` }))
}

/** Of each row its cells, raw and in their types, why it does not fit, and how it reads. */
function castRows(work: Work): string {
  const { source, definition } = work
  const cells = received(work)
  const raws = cells.map(({ name, raw }) => `${source.value(name).sql} AS ${raw}`)
  const casts = cells.map(({ name, raw, cast }) => {
    const wanted = definition.columns.find((column) => column.name === name)?.type ?? 'string'
    const { type } = source.value(name)
    return `${strictCast({ sql: raw, type }, wanted)} AS ${cast}`
  })
  const reasons = cells.map(({ type, name, raw, cast }) => {
    const reason = `column "${name}": not of type ${duckdbType(type)}`
    return `WHEN ${raw} IS NOT NULL AND ${cast} IS NULL THEN ${quoteText(reason)}`
  })
  const broken = source.broken ?? 'NULL::VARCHAR'
  const raw = `SELECT ${raws.join(', ')}, ${broken} AS broken, ${source.text} AS text
    FROM ${source.rows}`
  return `(SELECT *, CASE WHEN broken IS NOT NULL THEN broken ${reasons.join(' ')} END AS reason
    FROM (SELECT *, ${casts.join(', ')} FROM (${raw})))`
}

const GOOD = 'reason IS NULL'

/** The table’s columns; where the rows are to be `whole`, the first bad one ends the statement. */
function columnsOf(work: Work, whole: boolean): string[] {
  const cells = new Map(received(work).map((cell) => [cell.name, cell]))
  const [first] = cells.keys()
  return work.schema.fields.map(({ name, type }) => {
    const cell = cells.get(name)?.cast ?? 'NULL'
    const guarded =
      whole && name === first ? `CASE WHEN ${GOOD} THEN ${cell} ELSE error('${BAD_ROW}') END` : cell
    return `CAST(${work.clocks[name] ?? guarded} AS ${duckdbType(type)}) AS ${quoteName(name)}`
  })
}

function converted(
  { definition }: Work,
  stats: Stats | undefined,
  rejected: readonly Rejected[],
): Converted {
  const rowsRejected = rejected.reduce((sum, { count }) => sum + count, 0)
  const breaking = rowsRejected > definition.rejectedRowsMax
  const lines = rejected.map((one) => one.lines)
  return {
    written: stats && parseReturnStats(stats),
    rowsRejected,
    rejectedLines: lines.includes(undefined)
      ? undefined
      : lines.flatMap((some) => some ?? []).sort((one, other) => one - other),
    findings: rejected
      .flatMap(({ groups }) => groups)
      .sort((one, other) => firstLine(one) - firstLine(other))
      .map((group) => ({ check: 'rows', breaking, ...group })),
  }
}

function firstLine({ samples: [first] }: Pick<Finding, 'samples'>): number {
  return first?.line ?? Number.MAX_SAFE_INTEGER
}
