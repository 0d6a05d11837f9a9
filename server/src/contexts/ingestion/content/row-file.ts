import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { quotePath, quoteText } from '../../../foundation/duckdb.ts'
import { unreadableContent } from '../errors.ts'
import type { Column } from '../model/feed.ts'
import type { Source } from './source.ts'

/** A row of a format that DuckDB does not read: a text for each column of the contract. */
export interface TextRow {
  cells: readonly (string | null)[]
  /** Why it is no row, or an empty text where nothing is lost. */
  broken?: string
}

/** Of a row, and so of any text that may become a part of one. */
export const ROW_CHARACTERS_MAX = 5 << 20
export const CHUNK_CHARACTERS = 256 << 10
// One short text may stand for many: what is written has a limit of its own.
const BYTES_MAX = 64 * 2 ** 30
const BYTES_FLOOR = 2 ** 30
/** Packed formats grow; text of ordinary data is packed to a tenth, seldom to a fiftieth. */
const TIMES_MAX = 200

/** Where the rows of such a file lie between the vendor’s file and DuckDB. */
export function rowsPathOf(path: string): string {
  return `${path}.rows`
}

/** How much may be written of the rows of a content. */
export function rowsBytesMax(contentBytes: number): number {
  return Math.min(BYTES_MAX, Math.max(BYTES_FLOOR, TIMES_MAX * contentBytes))
}

/** Writes rows beside their content as they come, and none of them stays in memory. */
export async function writeRows(
  contentPath: string,
  batches: AsyncIterable<readonly TextRow[]>,
  given?: number,
): Promise<string> {
  const path = rowsPathOf(contentPath)
  const bytesMax = given ?? rowsBytesMax((await stat(contentPath)).size)
  try {
    await pipeline(Readable.from(chunks(batches, bytesMax)), createWriteStream(path))
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function* chunks(batches: AsyncIterable<readonly TextRow[]>, bytesMax: number) {
  let chunk = ''
  let bytes = 0
  const taken = () => {
    const taking = Buffer.from(chunk)
    chunk = ''
    bytes += taking.length
    if (bytes > bytesMax)
      throw unreadableContent({ reason: `its rows take more than ${bytesMax} bytes` })
    return taking
  }
  for await (const rows of batches)
    for (const row of rows) {
      chunk += lineOf(row)
      if (chunk.length >= CHUNK_CHARACTERS) yield taken()
    }
  yield taken()
}

function lineOf({ cells, broken }: TextRow): string {
  let line = cellOf(broken ?? null)
  for (const cell of cells) {
    line += `,${cellOf(cell)}`
    if (line.length > ROW_CHARACTERS_MAX) throw rowTooLong()
  }
  return `${line}\n`
}

export function rowTooLong() {
  return unreadableContent({ reason: `a row has more than ${ROW_CHARACTERS_MAX} characters` })
}

/** What is quoted is a text, an empty one too. */
function cellOf(text: string | null): string {
  if (text === null) return ''
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}

/** The rows that were written, each value a text that is still to be judged. */
export function rowsSource(
  path: string,
  of: { columns: readonly Column[]; header: readonly string[]; headerLines: number },
): Source {
  const { columns, header, headerLines } = of
  const cells = new Map(columns.map(({ name }, at) => [name, `v${at}`]))
  const types = ['broken', ...cells.values()].map((name) => `${name}: 'VARCHAR'`)
  const options = [
    ...['auto_detect=false', 'header=false', 'strict_mode=true', "new_line='\\n'"],
    ...["delim=','", `quote='"'`, `escape='"'`, "nullstr=''", 'allow_quoted_nulls=false'],
    // Of UTF-8 for each unit of UTF-16.
    `max_line_size=${3 * ROW_CHARACTERS_MAX}`,
    `columns={${types.join(', ')}}`,
  ]
  const members = [...cells].map(([name, cell]) => `${quoteText(name)}: ${cell}`)
  return {
    header,
    rows: `read_csv(${quotePath(path)}, ${options.join(', ')})`,
    value: (name) => ({ sql: cells.get(name) ?? 'NULL::VARCHAR', type: 'VARCHAR' }),
    text: `to_json({${members.join(', ')}})::VARCHAR`,
    broken: 'broken',
    headerLines,
    byLine: false,
  }
}
