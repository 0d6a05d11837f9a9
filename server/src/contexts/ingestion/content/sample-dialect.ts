import { type Duckdb, duckdbFailed } from '../../../foundation/duckdb.ts'
import type { CsvDialect, FeedDefinition } from '../model/feed.ts'
import { openCsv } from './csv.ts'
import type { Source } from './source.ts'

export interface FoundDialect {
  dialect: CsvDialect
  source: Source
  rows: number
  /** Lines that are no row by it. */
  broken: number
  why: string
  /** No other one reads as well. */
  proved: boolean
}

const DELIMITERS = [',', ';', '\t', '|']
const NAMES: Readonly<Record<string, string>> = {
  ...{ ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' },
}

/**
 * How the cells of a text are told apart: each way is tried by reading all of the sample by it,
 * strictly, as a feed would. Undefined: by none of them has it two columns.
 */
export async function foundDialect(
  db: Duckdb,
  path: string,
  text: string,
): Promise<FoundDialect | undefined> {
  const tried: FoundDialect[] = []
  for (const delimiter of DELIMITERS.filter((one) => text.includes(one)))
    for (const quoting of quotings(text)) {
      const dialect = { delimiter, ...quoting, nulls: [''], encoding: 'utf-8' as const }
      const found = await read(db, path, dialect)
      if (found && found.source.header.length > 1) tried.push(found)
    }
  const [best, second] = tried.sort(better)
  if (!best) return undefined
  const other = tried.find(({ dialect }) => dialect.delimiter !== best.dialect.delimiter)
  const proved = best.broken === 0 && !(other && other.broken === 0 && other.rows === best.rows)
  return { ...best, proved, why: why(best, other ?? second) }
}

/** Without a quote in the text there is one way; the usual is as good as any. */
function quotings(text: string): Pick<CsvDialect, 'quote' | 'escape'>[] {
  if (!text.includes('"')) return [{ quote: '"', escape: '"' }]
  const ways = [
    { quote: '"', escape: '"' },
    { quote: '', escape: '' },
  ]
  return text.includes('\\"') ? [...ways, { quote: '"', escape: '\\' }] : ways
}

/** Fewer broken lines, then more columns; the first that was tried of equals. */
function better(one: FoundDialect, other: FoundDialect): number {
  const broken = one.broken - other.broken
  return broken === 0 ? other.source.header.length - one.source.header.length : broken
}

async function read(
  db: Duckdb,
  path: string,
  dialect: CsvDialect,
): Promise<FoundDialect | undefined> {
  const opened = await openCsv(path, { dialect } as FeedDefinition)
  if ('finding' in opened) return undefined
  const { source } = opened
  if (new Set(source.header).size !== source.header.length) return undefined
  try {
    await db.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
    const [found] = await db.rows(`SELECT count(*)::DOUBLE AS rows FROM ${source.rows}`)
    const [lost] = await db.rows('SELECT count(DISTINCT line)::DOUBLE AS lines FROM reject_errors')
    const rows = Number(found?.rows ?? 0)
    const broken = Number(lost?.lines ?? 0)
    return { dialect, source, rows, broken, why: '', proved: false }
  } catch (error) {
    if (duckdbFailed.matches(error)) return undefined
    throw error
  }
}

function why(best: FoundDialect, other: FoundDialect | undefined): string {
  const { dialect, source, rows, broken } = best
  const by = `${NAMES[dialect.delimiter]} and ${quotes(dialect)}`
  const lost = broken === 0 ? 'no line is broken' : `${broken} lines are broken`
  const told = `read strictly by ${by}: ${source.header.length} columns, ${rows} rows, ${lost}`
  if (!other || other.dialect.delimiter === dialect.delimiter) return told
  const rest = `${other.source.header.length} columns, ${other.broken} broken lines`
  return `${told}; by ${NAMES[other.dialect.delimiter]}: ${rest}`
}

function quotes(dialect: CsvDialect): string {
  const { quote } = dialect
  if (quote === '') return 'no quotes'
  const after = dialect.escape === quote ? '' : ` after ${dialect.escape}`
  return `quotes ${quote}${after}`
}
