import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { duckdbFailed, openDuckdb, quotePath, quoteText } from './duckdb.ts'

async function givenDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'duckdb-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('given a path that was allowed, when it is written and read, then both work', async () => {
  await using directory = await givenDirectory()
  const file = join(directory.path, 'a.parquet')
  await using duckdb = await openDuckdb({ paths: [file] })

  const [stats] = await duckdb.rows(
    `COPY (SELECT 9007199254740993 AS n) TO ${quoteText(file)} (FORMAT parquet, RETURN_STATS true)`,
  )
  const rows = await duckdb.rows(`SELECT n FROM read_parquet(${quotePath(file)})`)

  assert.equal(stats?.count, '1')
  assert.deepEqual(rows, [{ n: '9007199254740993' }])
})

test('given a locked database, when asked for more than its paths, then refused', async () => {
  await using directory = await givenDirectory()
  const own = join(directory.path, 'own.csv')
  const foreign = join(directory.path, 'foreign.csv')
  await writeFile(foreign, 'a\n1\n')
  await using duckdb = await openDuckdb({ paths: [own] })

  const attempts = [
    `SELECT * FROM read_csv(${quoteText(foreign)})`,
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    `COPY (SELECT 1) TO ${quoteText(join(directory.path, 'elsewhere.csv'))}`,
    'SET enable_external_access = true',
    `SET allowed_paths = ['${foreign}']`,
    `ATTACH ${quoteText(join(directory.path, 'x.db'))}`,
    'INSTALL httpfs',
    `SELECT * FROM read_csv(${quoteText(join(directory.path, '*.csv'))})`,
  ]

  for (const attempt of attempts)
    await assert.rejects(duckdb.run(attempt), duckdbFailed.matches, attempt)
})

test('given a zoned time, when it becomes local, then the zone is UTC', async () => {
  await using duckdb = await openDuckdb()

  const rows = await duckdb.rows(
    "SELECT CAST(TIMESTAMPTZ '2013-01-01 00:00:00+00' AS TIMESTAMP)::VARCHAR AS at",
  )

  assert.deepEqual(rows, [{ at: '2013-01-01 00:00:00' }])
})
