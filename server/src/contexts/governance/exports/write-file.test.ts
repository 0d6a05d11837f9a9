import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

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
