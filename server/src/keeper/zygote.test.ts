import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '../foundation/log.ts'
import { startZygote } from './zygote.ts'
import { Zygotes } from './zygotes.ts'

test('given a Python that is not there, when started, then the end is told', async () => {
  const ended = Promise.withResolvers<void>()
  const log = createLog('silent')

  const zygote = startZygote({
    ...{ python: '/nowhere/python', driver: '/nowhere', log },
    heard: () => {},
    ended: () => ended.resolve(),
  })
  await ended.promise

  assert.equal(zygote.alive, false)
})

test('given a Python that lacks a module, when it has ended, then the cause is told', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'zygote-'))
  const python = join(directory, 'python')
  const said = "Traceback:\\n  File 1\\nModuleNotFoundError: No module named 'pandas'\\n"
  await writeFile(python, `#!/bin/sh\nprintf "${said}" >&2\nexit 1\n`, { mode: 0o700 })
  const ended = Promise.withResolvers<string>()
  const zygotes = new Zygotes({
    ...{ driver: '/nowhere', log: createLog('silent'), heard: () => {}, wanted: () => false },
    ended: (_, reason) => ended.resolve(reason),
  })
  const places = { notebookPython: '', javaHome: '', archive: '', readable: [] }

  zygotes.use('spark-4.1', { ...places, directory, python })
  const reason = await ended.promise

  const cause = "the engine spark-4.1 does not start: ModuleNotFoundError: No module named 'pandas'"
  assert.deepEqual([reason, zygotes.whyNot('spark-4.1')], [cause, cause])
  assert.equal(zygotes.whyNot('spark-3.5'), 'the engine spark-3.5 is not ready')
  await rm(directory, { recursive: true })
})
