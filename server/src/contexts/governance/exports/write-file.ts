import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openDuckdb, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { type ExportFormat, lineOf } from '../model/audit-export.ts'

const MEMORY_BYTES = 512 * 1024 * 1024
const COLUMNS = `{accountId: 'VARCHAR', sequence: 'BIGINT', "at": 'TIMESTAMP', actor: 'VARCHAR',
  principal: 'VARCHAR', action: 'VARCHAR', resource: 'VARCHAR', decision: 'VARCHAR',
  detail: 'JSON', previousHash: 'VARCHAR', hash: 'VARCHAR'}`

/** Lines that become a file on this host, away from where it will be seen. */
export interface FileInMaking extends AsyncDisposable {
  add(records: readonly ChainedRecord[]): Promise<void>
  /** The whole file, in constant memory. */
  body(format: ExportFormat): Promise<AsyncIterable<Uint8Array>>
}

/** What a server that was killed left: before any other work begins. */
export async function sweepFiles(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}

export async function openFile(directory: string): Promise<FileInMaking> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const place = await mkdtemp(join(directory, 'export-'))
  const lines = join(place, 'lines.jsonl')
  const out = await open(lines, 'w', 0o600)
  return {
    add: (records) => out.appendFile(records.map(lineOf).join('')),
    async body(format) {
      await out.close()
      if (format === 'parquet') return bytesOf(await parquetOf(place, lines))
      const zipped = join(place, 'lines.jsonl.gz')
      await pipeline(createReadStream(lines), createGzip(), createWriteStream(zipped))
      return bytesOf(zipped)
    },
    async [Symbol.asyncDispose]() {
      await out.close()
      await rm(place, { recursive: true, force: true })
    },
  }
}

/** Opens nothing before somebody reads, who may refuse to. */
async function* bytesOf(path: string): AsyncIterable<Uint8Array> {
  yield* createReadStream(path)
}

async function parquetOf(place: string, lines: string): Promise<string> {
  const path = join(place, 'lines.parquet')
  await using duckdb = await openDuckdb({ directories: [place], memoryBytesMax: MEMORY_BYTES })
  await duckdb.run(
    `COPY (SELECT * REPLACE (detail::VARCHAR AS detail) FROM read_json(${quotePath(lines)},
       format = 'newline_delimited', columns = ${COLUMNS}))
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
  )
  return path
}
