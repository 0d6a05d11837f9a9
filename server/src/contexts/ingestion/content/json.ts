import { type Duckdb, duckdbFailed, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { Column } from '../model/feed.ts'
import type { Json } from '../model/format.ts'
import { firstText } from './first-bytes.ts'
import { linesOf } from './lines.ts'
import { type Opened, refusal, type Source } from './source.ts'

/** One with rows inside is held in memory whole. */
const DOCUMENT_BYTES_MAX = 64 << 20
const ROW_BYTES_MAX = 16 << 20

/** One object a line, an array of objects, or a document with such an array inside. */
export async function openJson(
  db: Duckdb,
  path: string,
  { format, columns }: { format: Json; columns: readonly Column[] },
): Promise<Opened> {
  const first = await firstText(path)
  if ('finding' in first) return first
  const objects = `(SELECT line, CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT'
    THEN line END AS object FROM ${recordsOf(path, format)})`
  try {
    const keys = await db.rows(
      `SELECT DISTINCT unnest(json_keys(object)) AS key FROM ${objects} LIMIT ${KEYS_MAX + 1}`,
    )
    if (keys.length > KEYS_MAX)
      return refusal('content', `its objects have more than ${KEYS_MAX} members`)
    const header = (await holdsNothing(db, objects, keys))
      ? columns.map(({ name }) => name)
      : keys.map(({ key }) => String(key)).sort()
    return { source: sourceOf(objects, { header, format, columns }) }
  } catch (error) {
    if (!duckdbFailed.matches(error)) throw error
    return refusal('content', complaint((error as Error).message), first.text.slice(0, TEXT_MAX))
  }
}

/** No row at all, of which no member is missing. */
async function holdsNothing(db: Duckdb, objects: string, keys: readonly unknown[]) {
  if (keys.length > 0) return false
  const rows = await db.rows(`SELECT 1 AS one FROM ${objects} WHERE line IS NOT NULL LIMIT 1`)
  return rows.length === 0
}

const TEXT_MAX = 200
const KEYS_MAX = 10_000

function sourceOf(
  objects: string,
  of: { header: readonly string[]; format: Json; columns: readonly Column[] },
): Source {
  const names = of.columns.map(({ name }) => name)
  const pointers = names.map((name) => pointer([name]))
  return {
    header: of.header,
    rows: `(SELECT line, object, json_extract_string(object, [${pointers.join(', ')}]) AS cells
      FROM ${objects})`,
    value: (name) => ({ sql: `cells[${names.indexOf(name) + 1}]`, type: 'VARCHAR' }),
    text: 'line',
    broken: `CASE WHEN line IS NULL THEN '' WHEN object IS NULL THEN 'it is no JSON object' END`,
    headerLines: 0,
    byLine: of.format.kind === 'json-lines',
  }
}

function recordsOf(path: string, format: Json): string {
  if (format.kind === 'json-lines') return linesOf(path)
  if (format.rows === undefined || format.rows.length === 0)
    return `(SELECT json::VARCHAR AS line FROM read_json_objects(${quotePath(path)},
      format='array', maximum_object_size=${ROW_BYTES_MAX}))`
  return `(SELECT unnest(json_extract(json, ${pointer(format.rows)})::JSON[])::VARCHAR AS line
    FROM read_json_objects(${quotePath(path)},
      format='unstructured', maximum_object_size=${DOCUMENT_BYTES_MAX}))`
}

/** RFC 6901. */
function pointer(names: readonly string[]): string {
  const steps = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return quoteText(steps.join(''))
}

/** In words of the vendor’s file, without the path of ours. */
function complaint(said: string): string {
  const [, byte, row, why] = /at byte (\d+) in record\/value (\d+): ([^.]*)/.exec(said) ?? []
  if (byte !== undefined) return `malformed JSON: row ${row}, byte ${byte}: ${why}`
  if (said.includes('maximum_object_size'))
    return `it is larger than ${DOCUMENT_BYTES_MAX >> 20} MiB, with its rows inside one document`
  if (said.includes('top-level JSON array')) return 'it is no JSON array'
  return 'there is no array of rows where the feed says that it is'
}
