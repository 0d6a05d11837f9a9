import type { Duckdb } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import type { Log } from '../../../foundation/log.ts'
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

/**
 * Looks at an unpacked file as the feed says that it is; nothing is guessed. A reader that fails
 * over it in a way that nobody foresaw has met a bad file: it is kept back, and the feed goes on.
 */
export async function openSource(
  db: Duckdb,
  path: string,
  { definition, log }: { definition: FeedDefinition; log: Pick<Log, 'error'> },
): Promise<Opened> {
  try {
    return await opened(db, path, definition)
  } catch (error) {
    if (unreadableContent.matches(error) || unreadableArchive.matches(error))
      return refusal('content', (error as Error).message)
    if (!ofTheFile(error)) throw error
    log.error({ err: error, format: definition.format.kind }, 'a file could not be read')
    return refusal('content', `it could not be read as ${definition.format.kind}`)
  }
}

/** A full disk and a statement that failed are the platform’s: they are tried again. */
function ofTheFile(error: unknown): boolean {
  return error instanceof Error && !(error instanceof DomainError) && !('syscall' in error)
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
