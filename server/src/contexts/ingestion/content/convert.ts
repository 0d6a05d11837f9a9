import { type Duckdb, duckdbFailed, quoteName, quoteText } from '../../../foundation/duckdb.ts'
import {
  copyOptions,
  duckdbType,
  parseReturnStats,
  type Schema,
  type WrittenFile,
} from '../../catalog/index.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { type Finding, lineOfRow, SAMPLES_MAX, type Sample } from '../model/finding.ts'
import type { Source } from './source.ts'
import { strictCast } from './strict-cast.ts'

export interface Converted {
  /** Undefined: no row was good. */
  written: WrittenFile | undefined
  rowsRejected: number
  /** Lines that hold no good row, ascending. */
  rejectedLines: number[]
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

/** Why a record is no row; an empty reason loses nothing. */
interface Reject {
  line: number
  reason: string
  text: string
}

const TEXT_MAX = 500
const BAD_ROW = 'a row does not fit the contract'

/**
 * Writes the rows of a file as Parquet, each value strictly in its column’s type; what does not fit
 * is kept apart. A file that fits as a whole, as nearly all do, is read once.
 */
export async function convert(db: Duckdb, work: Work): Promise<Converted> {
  const all = `SELECT ${columnsOf(work, true).join(', ')} FROM ${castRows(work)}`
  try {
    const [stats] = await copy(db, all, work)
    const lines = await brokenLines(db, work)
    return converted(work, { stats, rejects: rejectsOf(lines) })
  } catch (error) {
    if (!duckdbFailed.matches(error) || !(error as Error).message.includes(BAD_ROW)) throw error
  }
  const bad = await badRows(db, work)
  const lines = await brokenLines(db, work)
  const good = `SELECT ${columnsOf(work, false).join(', ')} FROM ${castRows(work)} WHERE ${GOOD}`
  const [stats] = await copy(db, good, work)
  const before = [...new Set(lines.map(({ line }) => Number(line)))]
  const placed = bad.map(({ place, reason, text }) => ({
    reason: String(reason),
    text: String(text),
    line: lineOfRow(Number(place) - 1, before, work.source.headerLines),
  }))
  const rejects = [...rejectsOf(lines), ...placed].sort((one, other) => one.line - other.line)
  return converted(work, { stats, rejects })
}

type Rows = Awaited<ReturnType<Duckdb['rows']>>

function copy(db: Duckdb, select: string, { parquetPath, schema }: Work): Promise<Rows> {
  return db.rows(`COPY (${select}) TO ${quoteText(parquetPath)} (${copyOptions(schema)})`)
}

/** The columns of the contract that the file has, numbered. */
function received({ schema, source, clocks }: Work) {
  const names = schema.fields.filter(
    ({ name }) => source.header.includes(name) && clocks[name] === undefined,
  )
  return names.map(({ name, type }, at) => ({ name, type, raw: `r${at}`, cast: `c${at}` }))
}

/** Of each row its cells, raw and in their types, whether it fits, and how it reads. */
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

async function brokenLines(db: Duckdb, { source }: Work): Promise<Rows> {
  if (!source.byLine) return []
  return await db.rows(
    `SELECT DISTINCT line, error_type, csv_line
     FROM reject_errors ORDER BY line, error_type`,
  )
}

function badRows(db: Duckdb, work: Work): Promise<Rows> {
  return db.rows(
    `SELECT place, reason, text
     FROM (SELECT reason, text, row_number() OVER () AS place FROM ${castRows(work)})
     WHERE reason IS NOT NULL ORDER BY place`,
  )
}

function rejectsOf(lines: Rows): Reject[] {
  return lines.map(({ line, error_type: type, csv_line: text }) => ({
    line: Number(line),
    reason: REASONS[String(type)] ?? String(type).toLowerCase(),
    text: String(text),
  }))
}

const REASONS: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'the line ends before its last column',
  'TOO MANY COLUMNS': 'the line has more cells than the header',
}

function converted(
  { definition }: Work,
  { stats, rejects }: { stats: Rows[number] | undefined; rejects: readonly Reject[] },
): Converted {
  const lost = new Set(rejects.filter(({ reason }) => reason !== '').map(({ line }) => line))
  return {
    written: stats && parseReturnStats(stats),
    rowsRejected: lost.size,
    rejectedLines: [...new Set(rejects.map(({ line }) => line))],
    findings: grouped(rejects, lost.size > definition.rejectedRowsMax),
  }
}

function grouped(rejects: readonly Reject[], breaking: boolean): Finding[] {
  const groups = new Map<string, { count: number; last: number; samples: Sample[] }>()
  for (const { line, reason, text } of rejects) {
    if (reason === '') continue
    const group = groups.get(reason) ?? { count: 0, last: 0, samples: [] }
    groups.set(reason, group)
    // A line that lacks several columns is told of several times.
    if (group.last === line) continue
    group.last = line
    group.count += 1
    if (group.samples.length < SAMPLES_MAX)
      group.samples.push({ line, text: text.slice(0, TEXT_MAX) })
  }
  return [...groups].map(([reason, { count, samples }]) => ({
    ...{ check: 'rows' as const, breaking, reason, rowCount: count, samples },
  }))
}
