import { type Duckdb, openDuckdb } from '../../../foundation/duckdb.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import type { Column, FeedDefinition } from '../model/feed.ts'
import type { Format } from '../model/format.ts'
import type { RemoteFile } from '../model/listing.ts'
import { type Evidence, proposedEvent, proposedSource } from '../model/proposed-source.ts'
import { openParquet } from './parquet.ts'
import { columnOf, foundKey, type SampledColumn, sampledColumns } from './sample-columns.ts'
import { foundEncoding } from './sample-encoding.ts'
import { type Peeled, peeled } from './sample-layers.ts'
import { type FoundRows, foundRows } from './sample-rows.ts'

/** A feed as a sample of one file suggests it, with what speaks for each part. */
export interface Proposal {
  sample: { sizeBytes: number; readBytes: number; cut: boolean; rows: number; lines: string[] }
  /** Why no columns could be proposed. */
  refusal?: string
  definition: Partial<FeedDefinition>
  columns: SampledColumn[]
  evidence: Evidence[]
}

interface Given {
  file: RemoteFile
  listing: readonly RemoteFile[]
  directory: string
  zone: string
  /** How the file begins. */
  bytes: Buffer
  secret: ConnectionSecret
  /** Where the content may lie meanwhile. */
  path: string
}

const BOOKS = [
  ['Obj\u0001', 'Avro'],
  ['PK\u0003\u0004', 'a book of Excel'],
] as const
const NO_COLUMNS = { columns: [] as readonly Column[] } as FeedDefinition
const CONTENT_BYTES_MAX = 4 << 20
const MEMORY_BYTES_MAX = 512 << 20
const LINES_MAX = 20
const LINE_CHARACTERS_MAX = 300

/** What can be said of a feed by one of its files; nothing is said that was not read. */
export async function foundProposal(
  given: Given,
  write: (path: string, content: string | Buffer) => Promise<void>,
): Promise<Proposal> {
  const { file, listing, zone, bytes, path } = given
  const proposed = proposedSource(file, listing, zone)
  const cut = bytes.length < file.sizeBytes
  const bytesMax = cut ? CONTENT_BYTES_MAX : Math.max(CONTENT_BYTES_MAX, bytes.length)
  const inside = await peeled(bytes, { cut, keys: given.secret, bytesMax })
  const { slice, evidence, pattern, ...rest } = proposed
  const source = { directory: given.directory, pattern }
  const start: Proposal = {
    sample: { sizeBytes: file.sizeBytes, readBytes: bytes.length, cut, rows: 0, lines: [] },
    definition: { source, decode: inside.decode, ...rest },
    columns: [],
    evidence: [...evidence, decodeEvidence(inside)],
  }
  if (inside.refusal !== undefined) return { ...start, refusal: inside.refusal }
  await using db = await openDuckdb({ paths: [path], memoryBytesMax: MEMORY_BYTES_MAX })
  const found = await contentOf(db, inside, { path, write })
  if ('refusal' in found) return { ...start, ...found }
  return await withColumns(db, start, { ...found, slice, zone })
}

interface FoundContent extends FoundRows {
  lines: string[]
}

async function contentOf(
  db: Duckdb,
  { content, cut }: Peeled,
  {
    path,
    write,
  }: { path: string; write: (path: string, content: string | Buffer) => Promise<void> },
): Promise<FoundContent | { refusal: string }> {
  if (content.subarray(0, 4).toString('latin1') === 'PAR1') {
    if (cut) return { refusal: 'it is Parquet, and too large to be looked at here' }
    await write(path, content)
    return await parquetOf(db, path)
  }
  const book = BOOKS.find(([magic]) => content.subarray(0, 4).toString('latin1') === magic)
  if (book) return { refusal: `it is ${book[1]}: write its format and columns yourself` }
  const read = foundEncoding(content, cut)
  if (!read) return { refusal: 'it holds binary data, of no format that is known here' }
  const text = read.text.replace(/^\ufeff/, '')
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text
  const found = await foundRows(db, { path, text: whole, cut, write })
  if ('refusal' in found) return found
  const { encoding, proved, why } = read
  const evidence: Evidence[] = [{ about: 'encoding', text: `${encoding}: ${why}`, sure: proved }]
  const dialect = { ...found.dialect, encoding }
  const lines = whole.split('\n').slice(0, LINES_MAX)
  const shown = lines.map((line) => line.replace(/\r$/, '').slice(0, LINE_CHARACTERS_MAX))
  return { ...found, dialect, evidence: [...evidence, ...found.evidence], lines: shown }
}

async function parquetOf(db: Duckdb, path: string): Promise<FoundContent | { refusal: string }> {
  const opened = await openParquet(db, path, NO_COLUMNS)
  if ('finding' in opened) return { refusal: opened.finding.reason }
  const { source } = opened
  const rows = await db.rows(`SELECT ${source.text} AS text FROM ${source.rows} LIMIT ${LINES_MAX}`)
  const format: Format = { kind: 'parquet' }
  return {
    ...{ source, format },
    evidence: [
      { about: 'format', text: 'its first and last bytes are those of Parquet', sure: true },
    ],
    lines: rows.map(({ text }) => String(text).slice(0, LINE_CHARACTERS_MAX)),
  }
}

async function withColumns(
  db: Duckdb,
  start: Proposal,
  found: FoundContent & { slice: string; zone: string },
): Promise<Proposal> {
  const columns = await sampledColumns(db, found.source)
  const rows = columns[0]?.rows ?? 0
  const key = await foundKey(db, columns)
  const event = proposedEvent(columns, found)
  const nulls = [...new Set(['', ...columns.flatMap(({ nullTexts }) => nullTexts)])]
  const { format, dialect, complete } = found
  return {
    ...start,
    sample: { ...start.sample, rows, lines: found.lines },
    columns,
    definition: {
      ...start.definition,
      ...(complete && { complete }),
      format,
      ...(dialect && { dialect: { ...USUAL, ...dialect, nulls } }),
      columns: columns.map(columnOf),
      key: key?.key ?? [],
      ...(event && { event }),
    },
    evidence: [
      ...start.evidence.filter(({ about }) => !(complete && about === 'complete')),
      ...found.evidence,
      keyEvidence(key?.why),
      ...(event ? [eventEvidence(event.column, found.slice)] : []),
    ],
  }
}

const USUAL = { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' } as const

function decodeEvidence({ decode }: Peeled): Evidence {
  const text = decode.length === 0 ? 'nothing lies around the content' : decode.join(', then ')
  return { about: 'decode', text: `by its bytes: ${text}`, sure: true }
}

function keyEvidence(why: string | undefined): Evidence {
  const none = 'no one, two or three columns tell all rows of the sample apart'
  return { about: 'key', text: why ?? none, sure: false }
}

function eventEvidence(column: string, slice: string): Evidence {
  return { about: 'event', text: `"${column}" is within ${slice}, as the file’s name`, sure: true }
}
