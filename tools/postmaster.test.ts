import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stopPlatform } from '../cli/src/commands/lifecycle.ts'
import { openHome } from '../cli/src/home.ts'
import { createLog } from '../server/src/foundation/log.ts'
import { endPostgres, startPostgres } from '../server/src/foundation/postgres.ts'
import { postmasterOf } from './postmaster.mjs'

test('given a PostgreSQL without its server, when stopped, then it is seen and ends', async () => {
  const path = await mkdtemp(join(tmpdir(), 'millrace orphan '))
  const directory = join(path, 'postgres')
  await startPostgres({ directory, logFile: join(path, 'log'), log: createLog('silent') })
  const left = postmasterOf(path)

  try {
    assert.equal(await stopPlatform({ ...openHome(), path }), true)

    assert.ok(left)
    assert.equal(postmasterOf(path), undefined)
    assert.equal(await stopPlatform({ ...openHome(), path }), false)
  } finally {
    await endPostgres(directory)
    await rm(path, { recursive: true })
  }
})
