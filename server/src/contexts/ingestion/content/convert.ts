import { type Duckdb, quoteName, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import {
  copyOptions,
  duckdbType,
  parseReturnStats,
  type Schema,
  type WrittenFile,
} from '../../catalog/index.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { type Finding, SAMPLES_MAX, type Sample } from '../model/finding.ts'

export interface Converted {
  /** Undefined: no row was good. */
  written: WrittenFile | undefined
  rowsRejected: number
  /** Lines that hold no good row, ascending. */
  rejectedLines: number[]
  findings: Finding[]
}

const TEXT_MAX = 500

/** Reads a CSV strictly, by the contract's types, into Parquet; what does not fit is kept apart. */
export async function convertCsv(
  db: Duckdb,
  work: {
    csvPath: string
    parquetPath: string
    header: readonly string[]
    definition: FeedDefinition
    /** The table's. */
    schema: Schema
    /** SQL of the columns that the platform adds. */
    clocks: Readonly<Record<string, string>>
  },
): Promise<Converted> {
  const { definition, schema, header, clocks } = work
  const selected = schema.fields.map((field) => {
    const type = duckdbType(field.type)
    const known = header.includes(field.name) ? quoteName(field.name) : 'NULL'
    return `CAST(${clocks[field.name] ?? known} AS ${type}) AS ${quoteName(field.name)}`
  })
  const stats = await db.rows(
    `COPY (SELECT ${selected.join(', ')} FROM ${readCsv(work.csvPath, header, definition)})
     TO ${quoteText(work.parquetPath)} (${copyOptions(schema)})`,
  )
  const rejects = await db.rows(
    `SELECT line, error_type, column_name, csv_line, error_message
     FROM reject_errors ORDER BY line`,
  )
  const rejectedLines = [...new Set(rejects.map(({ line }) => Number(line)))]
  return {
    written: stats[0] && parseReturnStats(stats[0]),
    rowsRejected: rejectedLines.length,
    rejectedLines,
    findings: groupRejects(rejects, rejectedLines.length > definition.rejectedRowsMax),
  }
}

function readCsv(path: string, header: readonly string[], definition: FeedDefinition): string {
  const { dialect, columns } = definition
  const types = header.map((name) => {
    const column = columns.find((one) => one.name === name)
    return `${quoteText(name)}: ${quoteText(column ? duckdbType(column.type) : 'VARCHAR')}`
  })
  const options = [
    'auto_detect=false',
    'header=true',
    'strict_mode=true',
    'store_rejects=true',
    'rejects_limit=0',
    `delim=${quoteText(dialect.delimiter)}`,
    `quote=${quoteText(dialect.quote)}`,
    `escape=${quoteText(dialect.escape)}`,
    `encoding=${quoteText(dialect.encoding)}`,
    `nullstr=[${dialect.nulls.map(quoteText).join(', ')}]`,
    `columns={${types.join(', ')}}`,
  ]
  return `read_csv(${quotePath(path)}, ${options.join(', ')})`
}

function groupRejects(rejects: readonly Record<string, unknown>[], breaking: boolean): Finding[] {
  const groups = new Map<string, { count: number; last: number; samples: Sample[] }>()
  for (const reject of rejects) {
    const reason = reasonOf(reject)
    const line = Number(reject.line)
    const group = groups.get(reason) ?? { count: 0, last: 0, samples: [] }
    groups.set(reason, group)
    // A line that lacks several columns is told of several times.
    if (group.last === line) continue
    group.last = line
    group.count += 1
    if (group.samples.length < SAMPLES_MAX)
      group.samples.push({ line, text: String(reject.csv_line).slice(0, TEXT_MAX) })
  }
  return [...groups].map(([reason, { count, samples }]) => ({
    check: 'rows',
    breaking,
    reason,
    rowCount: count,
    samples,
  }))
}

function reasonOf({ error_type: type, column_name: column, error_message: said }: RejectRow) {
  if (type === 'CAST') {
    const wanted = /to '([^']+)'/.exec(String(said))?.[1]
    return `column "${column}": not of type ${wanted ?? 'its column'}`
  }
  if (type === 'MISSING COLUMNS') return 'the line ends before its last column'
  if (type === 'TOO MANY COLUMNS') return 'the line has more cells than the header'
  return String(type).toLowerCase()
}

type RejectRow = Record<string, unknown>
