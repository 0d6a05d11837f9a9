import { copyOptions, parseReturnStats, type Schema } from '../server/src/contexts/catalog/index.ts'
import { openDuckdb, quoteText } from '../server/src/foundation/duckdb.ts'
import type { GivenLake } from '../server/src/testing/lake.ts'

const ROWS_PER_FILE = 1_000_000
const types = ['long', 'string', 'double', 'long', 'string', 'double', 'date', 'long']
const fields = types.map((type, at) => ({ id: at + 1, name: `c${at}`, required: false, type }))
const SELECT = `SELECT i::BIGINT AS c0, 'carrier ' || (hash(i) % 40) AS c1, random() AS c2,
  (hash(i) % 9000)::BIGINT AS c3, md5(i::VARCHAR) AS c4, random() * i AS c5,
  DATE '2026-01-01' + (i % 90)::INTEGER AS c6, i * 7 AS c7 FROM range(${ROWS_PER_FILE}) r(i)`

/** A table as wide as many are. */
export const BENCH_SCHEMA: Schema = { type: 'struct', 'schema-id': 0, fields }

/** A file of a million rows, some 60 MB of Parquet. */
export async function benchFile({ storage }: Pick<GivenLake, 'storage'>) {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const copy = `COPY (${SELECT}) TO ${quoteText(path)} (${copyOptions(BENCH_SCHEMA)})`
  const file = parseReturnStats((await duckdb.rows(copy))[0] ?? {})
  if (!file) throw new RangeError('no rows were written')
  return file
}
