import { createReadStream } from 'node:fs'
import type { Column, CsvDialect } from '../model/feed.ts'
import type { Xml } from '../model/format.ts'
import { xmlMapping } from '../model/xml-mapping.ts'
import { firstText } from './first-bytes.ts'
import { rowsSource, type TextRow, writeRows } from './row-file.ts'
import type { Opened } from './source.ts'
import { readXml } from './xml-reader.ts'
import { xmlRows } from './xml-rows.ts'

/** Elements that are rows, each column’s value where the feed’s paths lead. */
export async function openXml(
  path: string,
  of: { format: Xml; dialect: CsvDialect; columns: readonly Column[] },
): Promise<Opened> {
  const first = await firstText(path)
  if ('finding' in first) return first
  const { format, dialect, columns } = of
  const rows = xmlRows(xmlMapping(format, columns), { columns, nulls: dialect.nulls })
  async function* batches(): AsyncGenerator<TextRow[]> {
    for await (const _ of readXml(createReadStream(path), rows.handlers, {
      encoding: dialect.encoding,
    }))
      yield rows.taken()
  }
  const to = await writeRows(path, batches())
  return { source: rowsSource(to, { columns, header: rows.header(), headerLines: 0 }) }
}
