import type { Duckdb } from '../../../foundation/duckdb.ts'
import { unreadableArchive, unreadableContent } from '../errors.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { openAvro } from './avro.ts'
import { openCsv } from './csv.ts'
import { openFixedWidth } from './fixed-width.ts'
import { openJson } from './json.ts'
import { openParquet } from './parquet.ts'
import { rowsPathOf } from './row-file.ts'
import { type Opened, refusal } from './source.ts'
import { openXlsx } from './xlsx.ts'
import { openXml } from './xml.ts'

/** What `openSource` reads and writes: DuckDB has to be opened with all of it. */
export function sourcePaths(path: string): string[] {
  return [path, rowsPathOf(path)]
}

/** Looks at an unpacked file as the feed says that it is; nothing is guessed. */
export async function openSource(
  db: Duckdb,
  path: string,
  definition: FeedDefinition,
): Promise<Opened> {
  try {
    return await opened(db, path, definition)
  } catch (error) {
    if (!unreadableContent.matches(error) && !unreadableArchive.matches(error)) throw error
    return refusal('content', (error as Error).message)
  }
}

function opened(db: Duckdb, path: string, definition: FeedDefinition): Promise<Opened> {
  const { format, dialect, columns } = definition
  switch (format.kind) {
    case 'csv':
      return openCsv(path, definition)
    case 'fixed-width':
      return openFixedWidth(path, { format, dialect })
    case 'json':
    case 'json-lines':
      return openJson(db, path, { format, columns })
    case 'parquet':
      return openParquet(db, path, definition)
    case 'avro':
      return openAvro(path, definition)
    case 'xlsx':
      return openXlsx(path, { format, dialect, columns })
    case 'xml':
      return openXml(path, { format, dialect, columns })
  }
}
