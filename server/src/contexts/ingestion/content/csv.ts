import { quoteName, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { splitLine } from '../model/header.ts'
import { firstText } from './first-bytes.ts'
import type { Opened } from './source.ts'

/** A CSV with a header; lines that are none are in DuckDB’s `reject_errors` once it was read. */
export async function openCsv(path: string, { dialect }: FeedDefinition): Promise<Opened> {
  const first = await firstText(path)
  if ('finding' in first) return first
  const line = (first.text.split('\n', 1)[0] ?? '').replace(/\r$/, '')
  const header = splitLine(line, dialect).map((cell) => cell.trim())
  const names = header.map(quoteName)
  const options = [
    'auto_detect=false',
    'header=true',
    'strict_mode=true',
    'store_rejects=true',
    'rejects_limit=0',
    `delim=${quoteText(dialect.delimiter)}`,
    `quote=${quoteText(dialect.quote)}`,
    `escape=${quoteText(dialect.escape)}`,
    `nullstr=[${dialect.nulls.map(quoteText).join(', ')}]`,
    `columns={${header.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')}}`,
  ]
  const cells = names.map((name) => `coalesce(${name}, '')`)
  return {
    source: {
      header,
      rows: `read_csv(${quotePath(path)}, ${options.join(', ')})`,
      value: (name) => ({ sql: quoteName(name), type: 'VARCHAR' }),
      text: `concat_ws(${quoteText(dialect.delimiter)}, ${cells.join(', ')})`,
      headerLines: 1,
      byLine: true,
    },
  }
}
