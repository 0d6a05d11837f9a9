import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { defineError } from './errors.ts'

/** The library's own complaint about a statement or its input; `cause` has the original. */
export const duckdbFailed = defineError<{ reason: string }>({
  code: 'foundation.duckdb-failed',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** A value as DuckDB writes it in JSON: 64-bit integers, decimals, dates and times are texts. */
export type DuckdbValue =
  | null
  | boolean
  | number
  | string
  | DuckdbValue[]
  | { [key: string]: DuckdbValue }

export interface DuckdbOptions {
  /** Files that statements may read and write; nothing else on this host. */
  paths?: readonly string[]
  /** Directories, with all below them, that statements may read and write. */
  directories?: readonly string[]
  /** A directory for what does not fit into memory; without it such a statement fails. */
  spillDirectory?: string
  memoryBytesMax?: number
  threads?: number
  /** Some trust the statistics in a file, which its writer may have wrong. */
  disabledOptimizers?: readonly string[]
}

/** An in-memory DuckDB that sees only the paths it was opened with and cannot be reconfigured. */
export interface Duckdb extends AsyncDisposable {
  run(sql: string, values?: readonly (string | number | boolean | bigint | null)[]): Promise<void>
  rows(
    sql: string,
    values?: readonly (string | number | boolean | bigint | null)[],
  ): Promise<Record<string, DuckdbValue>[]>
  /** Ends what runs now: its statement fails, and the next one runs as if nothing had been. */
  interrupt(): void
}

const MEMORY_BYTES_DEFAULT = 1 << 30

/** @throws foundation.duckdb-failed from `run` and `rows` */
export async function openDuckdb(options: DuckdbOptions = {}): Promise<Duckdb> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? 1),
    memory_limit: `${Math.ceil((options.memoryBytesMax ?? MEMORY_BYTES_DEFAULT) / 1e6)}MB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  for (const setting of lockingDown(options)) await connection.run(setting)
  const running = new Set<Promise<boolean>>()
  const ask: typeof asked = (...question) => {
    const answer = asked(...question)
    const settled: Promise<boolean> = answer.then(
      () => running.delete(settled),
      () => running.delete(settled),
    )
    running.add(settled)
    return answer
  }
  return {
    run: async (sql, values) => {
      await ask(connection, sql, values)
    },
    rows: async (sql, values) => {
      const reader = await ask(connection, sql, values)
      return reader.getRowObjectsJson() as Record<string, DuckdbValue>[]
    },
    interrupt: () => connection.interrupt(),
    [Symbol.asyncDispose]: async () => {
      // Closing under a running statement would end the whole process.
      await Promise.all(running)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The last setting makes all of them final. */
function lockingDown(options: DuckdbOptions): string[] {
  const optimizers = (options.disabledOptimizers ?? []).join(',')
  return [
    "SET TimeZone = 'UTC'",
    'SET preserve_insertion_order = true',
    `SET disabled_optimizers = ${quoteText(optimizers)}`,
    `SET temp_directory = ${quoteText(options.spillDirectory ?? '')}`,
    `SET allowed_paths = [${(options.paths ?? []).map(quoteText).join(', ')}]`,
    `SET allowed_directories = [${(options.directories ?? []).map(quoteText).join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]
}

async function asked(
  connection: DuckDBConnection,
  sql: string,
  values: readonly (string | number | boolean | bigint | null)[] = [],
) {
  try {
    return await connection.runAndReadAll(sql, [...values])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw duckdbFailed({ reason }, { cause: error })
  }
}

/** `text` as a literal of DuckDB's SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** `name` as an identifier of DuckDB's SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A literal of one path for `read_parquet` and its like, which expand wildcards even in lists. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, (wildcard) => `[${wildcard}]`))
}
