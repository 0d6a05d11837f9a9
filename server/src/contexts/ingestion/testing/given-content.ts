import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duckdb, type DuckdbValue, openDuckdb, quotePath } from '../../../foundation/duckdb.ts'
import { checkRows } from '../content/check-rows.ts'
import { type Converted, convert } from '../content/convert.ts'
import { openSource, sourcePaths } from '../content/open-source.ts'
import { type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import type { Finding } from '../model/finding.ts'
import { tableSchema } from '../model/schema.ts'

const clocks = {
  _vintage: '7',
  _published_at: "TIMESTAMPTZ '2013-01-02 11:00:00+00'",
  _landed_at: 'NULL',
  _available_at: 'NULL',
}

export async function givenDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'millrace-content-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

export interface ReadContent extends Partial<Converted> {
  findings: Finding[]
  /** The columns of the contract. */
  rows: Record<string, DuckdbValue>[]
}

/** What a feed makes of the content of one file. */
export async function readContent(
  raw: Partial<FeedDefinition>,
  content: string | Buffer | ((db: Duckdb, path: string) => Promise<void>),
): Promise<ReadContent> {
  await using directory = await givenDirectory()
  const [path, parquetPath] = [join(directory.path, 'a'), join(directory.path, 'a.parquet')]
  await using db = await openDuckdb({ paths: [...sourcePaths(path), parquetPath] })
  if (typeof content === 'function') await content(db, path)
  else await writeFile(path, content)
  const definition = parseFeedDefinition(raw)
  const opened = await openSource(db, path, { definition, log: { error: () => {} } })
  if ('finding' in opened) return { findings: [opened.finding], rows: [] }
  const { source } = opened
  const schema = tableSchema(definition)
  const converted = await convert(db, { source, parquetPath, definition, schema, clocks })
  if (!converted.written) return { ...converted, rows: [] }
  const lines = { rejected: converted.rejectedLines, header: source.headerLines }
  const found = await checkRows(db, { parquetPath, definition, slice: '2013-01-01', lines })
  const rows = await db.rows(`SELECT * EXCLUDE (${Object.keys(clocks).join(', ')})
    FROM read_parquet(${quotePath(parquetPath)})`)
  return { ...converted, findings: [...converted.findings, ...found], rows }
}
