import { quoteText } from '../../../foundation/duckdb.ts'
import type { FeedDefinition } from '../model/feed.ts'
import type { FixedWidth } from '../model/format.ts'
import { firstText } from './first-bytes.ts'
import { linesOf } from './lines.ts'
import type { Opened } from './source.ts'

/** Lines in which each column has a place of its own. */
export async function openFixedWidth(
  path: string,
  { format, dialect }: { format: FixedWidth; dialect: FeedDefinition['dialect'] },
): Promise<Opened> {
  const first = await firstText(path)
  if ('finding' in first) return first
  const { places } = format
  const nulls = ['', ...dialect.nulls].map(quoteText).join(', ')
  const lastStart = Math.max(...places.map(({ start }) => start))
  const end = Math.max(...places.map(({ start, width }) => start + width))
  return {
    source: {
      header: places.map(({ name }) => name),
      rows: linesOf(path),
      value: (name) => {
        const place = places.find((one) => one.name === name)
        const cell = `trim(substring(line, ${place?.start}, ${place?.width}))`
        return { sql: `CASE WHEN ${cell} NOT IN (${nulls}) THEN ${cell} END`, type: 'VARCHAR' }
      },
      text: 'line',
      broken: `CASE WHEN line IS NULL THEN ''
        WHEN length(line) < ${lastStart} THEN 'the line ends before its last column'
        WHEN trim(substring(line, ${end})) <> '' THEN 'the line goes on after its last column' END`,
      headerLines: 0,
      byLine: true,
    },
  }
}
