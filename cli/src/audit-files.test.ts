import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifyFiles } from './audit-files.ts'
import { Failure } from './failure.ts'

for (const [text, reason] of [
  ['\n{"accountId":"1", "seq', 'is cut or altered: its line 2 is not JSON'],
  ['null\n', 'is altered: its line 1 is not a record'],
  ['', 'holds no record'],
] as const)
  test(`given a file that ${reason}, when proved, then it is named`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'millrace-audit-'))
    const path = join(directory, 'part.jsonl')
    await writeFile(path, text)
    try {
      await assert.rejects(verifyFiles([path]), new Failure(`"${path}" ${reason}`))
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  })
