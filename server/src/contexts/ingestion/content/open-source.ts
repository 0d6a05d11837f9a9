import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { openCsv } from './csv.ts'
import { openFixedWidth } from './fixed-width.ts'
import { openJson } from './json.ts'
import { openParquet } from './parquet.ts'
import type { Opened } from './source.ts'

/** Looks at an unpacked file as the feed says that it is; nothing is guessed. */
export function openSource(db: Duckdb, path: string, definition: FeedDefinition): Promise<Opened> {
  const { format, dialect } = definition
  switch (format.kind) {
    case 'csv':
      return openCsv(path, definition)
    case 'fixed-width':
      return openFixedWidth(path, { format, dialect })
    case 'json':
    case 'json-lines':
      return openJson(db, path, { format, columns: definition.columns })
    case 'parquet':
      return openParquet(db, path, definition)
  }
}
