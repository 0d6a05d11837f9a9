import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { openDuckdb, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import { breakAt, GENESIS } from '../model/audit-chain.ts'
import { givenExports } from '../testing/given-exports.ts'
import { home } from '../testing/given-governance.ts'

/** Writes beyond what the process may, waits as the platform does between pages, and goes on. */
const WRITING = `
  import { setTimeout as sleep } from 'node:timers/promises'
  const { openFile } = await import(process.argv[1])
  const file = await openFile(process.argv[2])
  const record = { at: new Date(0), detail: 'x'.repeat(50_000) }
  try {
    await file.add([record])
    await sleep(100)
    await file.body('jsonl')
  } catch (error) {
    console.log('told', error.code)
  }`

test('given a disk that is full, when a file is made, then it fails and nothing else', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-full-'))
  const module = new URL('write-file.ts', import.meta.url).href
  const argv = ['--input-type=module', '-e', WRITING, module, directory]
  const limited = `ulimit -f 16; exec "$0" "$@"`
  try {
    const { stdout } = await promisify(execFile)('bash', ['-c', limited, process.execPath, ...argv])
    assert.equal(stdout, 'told EFBIG\n')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

/** As docs/audit.md has it, for DuckDB’s own command. */
const TO_LINES = `SELECT * REPLACE (strftime("at", '%Y-%m-%dT%H:%M:%S.%gZ') AS "at",
  detail::JSON AS detail)`

test('given Parquet, when it is turned into lines by DuckDB, then every seal fits', async () => {
  await using given = await givenExports()
  const admin = given.caller('admin')
  const asked = { accountId: home, location: 's3://kept/audit', format: 'parquet' } as const
  const { id } = await given.governance.exportAudit(admin, asked)
  await given.run(id)
  const directory = await mkdtemp(join(tmpdir(), 'millrace-parquet-'))
  await using duckdb = await openDuckdb({ directories: [directory] })

  let end = { sequence: 0, hash: GENESIS }
  for (const bytes of given.put.values()) {
    const [parquet, lines] = ['piece.parquet', 'piece.jsonl'].map((name) => join(directory, name))
    await writeFile(parquet!, bytes)
    const rows = `${TO_LINES} FROM ${quotePath(parquet!)} ORDER BY sequence`
    await duckdb.run(`COPY (${rows}) TO ${quoteText(lines!)} (FORMAT json)`)
    for (const line of (await readFile(lines!, 'utf8')).trim().split('\n')) {
      const { at, ...record } = JSON.parse(line)
      assert.equal(at, new Date(at).toISOString())
      assert.equal(breakAt(end, { ...record, at: new Date(at) }), undefined)
      end = record
    }
  }

  await rm(directory, { recursive: true })
  assert.equal(end.sequence, (await given.listed())[0]?.lastSequence)
})
