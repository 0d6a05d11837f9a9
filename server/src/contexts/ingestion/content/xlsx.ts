import type { Column, CsvDialect } from '../model/feed.ts'
import type { Xlsx } from '../model/format.ts'
import { firstBytes, firstText } from './first-bytes.ts'
import { rowsSource, type TextRow, writeRows } from './row-file.ts'
import { type Opened, refusal } from './source.ts'
import { openWorkbook } from './xlsx-book.ts'
import { sheetRows } from './xlsx-rows.ts'

const ZIP = Buffer.from('PK', 'latin1')
/** MS-CFB, 2.2: what holds encrypted workbooks, and is the older format itself. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const SEALED = 'it is encrypted, or of the older kind (.xls); .xlsx without a password is read'

/** Rows of one sheet below their names, each cell as the text that it stands for. */
export async function openXlsx(
  path: string,
  of: { format: Xlsx; dialect: CsvDialect; columns: readonly Column[] },
): Promise<Opened> {
  const head = await firstBytes(path)
  if (head.subarray(0, COMPOUND.length).equals(COMPOUND)) return refusal('content', SEALED)
  if (!head.subarray(0, ZIP.length).equals(ZIP)) {
    const first = await firstText(path)
    return 'finding' in first ? first : refusal('content', 'it is no workbook (.xlsx)')
  }
  const { format, dialect, columns } = of
  const book = await openWorkbook(path, format.sheet)
  const rows = sheetRows({ book, columns, nulls: dialect.nulls, format })
  async function* batches(): AsyncGenerator<TextRow[]> {
    for await (const _ of book.read(rows.handlers)) yield rows.taken()
  }
  const to = await writeRows(path, batches())
  const header = rows.header()
  const headerLines = format.headerRow ?? 1
  if (header) return { source: rowsSource(to, { columns, header, headerLines }) }
  return refusal('empty', `row ${headerLines} of the sheet "${book.sheet}" names no columns`)
}
