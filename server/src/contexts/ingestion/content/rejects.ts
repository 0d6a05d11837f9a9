import type { Duckdb, DuckdbValue } from '../../../foundation/duckdb.ts'
import { type Finding, lineOfRow, SAMPLES_MAX } from '../model/finding.ts'
import type { Source } from './source.ts'

/** Rows that were kept apart: numbers and samples alone, however many there are. */
export interface Rejected {
  count: number
  /** Ascending; undefined where they are too many to be kept. */
  lines: readonly number[] | undefined
  groups: Pick<Finding, 'reason' | 'rowCount' | 'samples'>[]
}

const TEXT_MAX = 500
/** Of one kind. */
const LINES_MAX = 100_000

/** Lines that are no row by their form. */
export async function brokenLines(db: Duckdb, { byLine }: Source): Promise<Rejected> {
  if (!byLine) return { count: 0, lines: [], groups: [] }
  // A line that lacks several columns is told of several times, and each reading tells of it again.
  const told = `SELECT DISTINCT line::BIGINT AS place, error_type AS reason,
    left(csv_line, ${TEXT_MAX}) AS text FROM reject_errors`
  const groups = await groupsOf(db, `(${told})`)
  const { count, lines } = merged(groups, Number)
  return { count, lines, groups: groups.map((group) => shown(group, Number, formReason)) }
}

/** Rows in which a value does not fit, `before` being the lines that are no row by their form. */
export async function badRows(
  db: Duckdb,
  castRows: string,
  { before, source }: { before: readonly number[] | undefined; source: Source },
): Promise<Rejected> {
  const bad = `SELECT place, reason, left(text, ${TEXT_MAX}) AS text
    FROM (SELECT reason, text, row_number() OVER () AS place FROM ${castRows})
    WHERE reason IS NOT NULL`
  const groups = await groupsOf(db, `(${bad})`)
  const lineOf = (place: DuckdbValue) =>
    before && lineOfRow(Number(place) - 1, before, source.headerLines)
  const lost = groups.filter(({ reason }) => reason !== '')
  return {
    count: lost.reduce((sum, { rows }) => sum + Number(rows), 0),
    lines: merged(groups, lineOf).lines,
    groups: lost.map((group) => shown(group, lineOf, String)),
  }
}

type Group = Record<string, DuckdbValue>
type LineOf = (place: DuckdbValue) => number | undefined

/** In the order of their first lines. */
function groupsOf(db: Duckdb, rejects: string): Promise<Group[]> {
  return db.rows(`SELECT reason, count(*)::DOUBLE AS rows, min(place, ${LINES_MAX + 1}) AS places,
      arg_min({place: place, text: text}, place, ${SAMPLES_MAX}) AS samples
    FROM ${rejects} GROUP BY reason ORDER BY min(place), reason`)
}

function merged(groups: readonly Group[], lineOf: LineOf) {
  const places = groups.map((group) => group.places as DuckdbValue[])
  const lines = new Set(places.flat().map((place) => lineOf(place)))
  const whole = places.every(({ length }) => length <= LINES_MAX) && !lines.has(undefined)
  const ascending = ([...lines] as number[]).sort((one, other) => one - other)
  const rows = groups.reduce((sum, group) => sum + Number(group.rows), 0)
  return whole ? { count: ascending.length, lines: ascending } : { count: rows, lines: undefined }
}

function shown(
  { reason, rows, samples }: Group,
  lineOf: LineOf,
  named: (reason: string) => string,
): Rejected['groups'][number] {
  return {
    reason: named(String(reason)),
    rowCount: Number(rows),
    samples: (samples as { place: DuckdbValue; text: DuckdbValue }[]).map(({ place, text }) => {
      const line = lineOf(place)
      return { ...(line !== undefined && { line }), text: String(text) }
    }),
  }
}

const FORM_REASONS: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'the line ends before its last column',
  'TOO MANY COLUMNS': 'the line has more cells than the header',
}

function formReason(type: string): string {
  return FORM_REASONS[type] ?? type.toLowerCase()
}
