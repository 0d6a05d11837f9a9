import { type Duckdb, quoteName, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { type Finding, lineOfRow, SAMPLES_MAX } from '../model/finding.ts'

/** What leads from a row back to its line in the vendor’s file. */
interface RowLines {
  /** Lines that hold no good row, ascending; without them no line can be told. */
  rejected: readonly number[] | undefined
  /** How many come before the first row. */
  header: number
}

interface RowCheck {
  check: Finding['check']
  reason: string
  /** SQL over the rows; true for one that breaks the check. */
  broken: string
}

/** What the contract says of keys, slices and values, asked of the converted rows. */
export async function checkRows(
  db: Duckdb,
  work: {
    parquetPath: string
    definition: FeedDefinition
    slice: string
    lines: RowLines
  },
): Promise<Finding[]> {
  const { definition, slice, lines } = work
  const rows = `read_parquet(${quotePath(work.parquetPath)}, file_row_number=true)`
  const checks = [...domainChecks(definition), ...sliceChecks(definition, slice)]
  const findings: Finding[] = []
  for (const { check, reason, broken } of checks) {
    const [found] = await db.rows(
      `SELECT count(*)::DOUBLE AS row_count FROM ${rows} WHERE ${broken}`,
    )
    const rowCount = Number(found?.row_count ?? 0)
    if (rowCount === 0) continue
    const bad = await db.rows(
      `SELECT file_row_number AS place, ${asReceived(definition)} AS text FROM ${rows}
       WHERE ${broken} ORDER BY file_row_number LIMIT ${SAMPLES_MAX}`,
    )
    findings.push({
      check,
      breaking: true,
      reason,
      rowCount,
      samples: bad.map(({ place, text }) => sample(place, text, lines)),
    })
  }
  const doubled = await checkKey(db, { rows, key: definition.key, lines })
  return doubled ? [...findings, doubled] : findings
}

/** The vendor's own columns: ours, such as the clocks, are on the row as well. */
function asReceived({ columns }: FeedDefinition): string {
  const members = columns.map(({ name }) => `${quoteName(name)} := ${quoteName(name)}`)
  return `to_json(struct_pack(${members.join(', ')}))::VARCHAR`
}

function sample(place: unknown, text: unknown, { rejected, header }: RowLines) {
  const line = rejected && lineOfRow(Number(place), rejected, header)
  return { ...(line !== undefined && { line }), text: String(text) }
}

async function checkKey(
  db: Duckdb,
  given: { rows: string; key: readonly string[]; lines: RowLines },
): Promise<Finding | undefined> {
  const { rows, key, lines } = given
  if (key.length === 0) return undefined
  const names = key.map(quoteName).join(', ')
  const doubled = await db.rows(
    `SELECT count(*)::DOUBLE AS times, max(file_row_number) AS place, to_json([${key
      .map((name) => `${quoteName(name)}::VARCHAR`)
      .join(', ')}])::VARCHAR AS text
     FROM ${rows} GROUP BY ${names} HAVING count(*) > 1 ORDER BY place LIMIT ${SAMPLES_MAX}`,
  )
  if (doubled.length === 0) return undefined
  const [sum] = await db.rows(
    `SELECT (count(*) - count(DISTINCT (${names})))::DOUBLE AS row_count FROM ${rows}`,
  )
  return {
    check: 'key',
    breaking: true,
    reason: `rows repeat the key (${key.join(', ')})`,
    rowCount: Number(sum?.row_count ?? doubled.length),
    samples: doubled.map(({ place, text }) => sample(place, text, lines)),
  }
}

/** A row without a part of its key or without its event's time is about nothing. */
function domainChecks({ columns, key, event }: FeedDefinition): RowCheck[] {
  const needed = new Set([...key, ...(event ? [event.column] : [])])
  return columns.flatMap(({ name, required, min, max, oneOf }) => {
    const column = quoteName(name)
    const checks: RowCheck[] = []
    const add = (reason: string, broken: string) =>
      checks.push({ check: 'domain', reason: `column "${name}": ${reason}`, broken })
    if (required || needed.has(name)) add('there is no value', `${column} IS NULL`)
    if (min !== undefined) add(`below ${min}`, `${column} < ${Number(min)}`)
    if (max !== undefined) add(`above ${max}`, `${column} > ${Number(max)}`)
    if (oneOf) add('not an agreed value', `${column} NOT IN (${oneOf.map(quoteText).join(', ')})`)
    return checks
  })
}

/** Rows must be about the date or month that the file's name says. */
function sliceChecks({ event, columns }: FeedDefinition, slice: string): RowCheck[] {
  if (!event?.withinSlice || slice === 'once') return []
  const column = columns.find(({ name }) => name === event.column)
  const value = quoteName(event.column)
  const local =
    column?.type === 'timestamptz' ? `timezone(${quoteText(event.zone)}, ${value})` : value
  const broken = `strftime(${local}, ${quoteText('%Y-%m-%d')}) NOT LIKE ${quoteText(`${slice}%`)}`
  return [{ check: 'slice', reason: `rows are not about ${slice}`, broken }]
}
