import { quotePath, quoteText } from '../../../foundation/duckdb.ts'

const LINE_BYTES_MAX = 16 << 20
/** Separates nothing in any text of a vendor: ASCII’s "unit separator". */
const NO_DELIMITER = '\u001f'

/** A relation of a text’s lines, as `line`; an empty one is NULL. */
export function linesOf(path: string): string {
  const options = [
    'auto_detect=false',
    'header=false',
    'strict_mode=true',
    'store_rejects=true',
    'rejects_limit=0',
    `delim=${quoteText(NO_DELIMITER)}`,
    "quote=''",
    "escape=''",
    `max_line_size=${LINE_BYTES_MAX}`,
    "columns={'line': 'VARCHAR'}",
  ]
  return `read_csv(${quotePath(path)}, ${options.join(', ')})`
}
