import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../foundation/log.ts'
import type { EngineForBoxes } from '../keeper/protocol.ts'
import { Engines } from './engines.ts'

const standard: EngineForBoxes = {
  directory: '/engine',
  python: '/engine/python',
  notebookPython: '/engine/notebook',
  javaHome: '/java',
  archive: '/engine/a.jsa',
  readable: [],
}

test('given an engine that is not there, when it is wanted, then it is made once', async () => {
  await using given = givenEngines('ready')
  assert.match(given.detail(), /spark-4.1 is provisioned first/)
  given.engines.useStandard(standard)

  assert.match(given.detail(), /the engine spark-3.5 is provisioned, once: starting; 0 s so far/)
  assert.match(given.detail(), /is provisioned, once/)
  await given.changed()

  assert.deepEqual(given.engines.prepare('spark-3.5'), { state: 'ready' })
  assert.deepEqual(given.used, ['spark-4.1', 'spark-3.5'])
  assert.equal(given.begun(), 1)
})

test('given provisioning that goes on, when asked, then it says where it is', async () => {
  await using given = givenEngines('provisioning')
  given.engines.useStandard(standard)

  while (!given.detail().includes('jars, 2 of 3')) await sleep(20)

  given.engines.stop()
  await given.changed()
})

test('given provisioning that fails, when asked, then why, and nothing of the host', async () => {
  await using given = givenEngines('failed')
  given.engines.useStandard(standard)
  given.detail()
  await given.changed()

  const answer = given.engines.prepare('spark-3.5')

  assert.equal(answer.state, 'failed')
  const reason = answer.state === 'failed' ? answer.reason : ''
  assert.match(reason, /the engine spark-3.5 could not be provisioned/)
  assert.ok(!reason.includes(given.directory) && !reason.includes('secret'))
  assert.deepEqual(given.used, ['spark-4.1'])
})

/** Engines whose provisioning is a shell that leaves a state behind. */
function givenEngines(state: 'ready' | 'provisioning' | 'failed') {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-engines-'))
  const own = join(directory, 'spark-3.5')
  mkdirSync(own)
  const facts = { state, detail: 'jars, 2 of 3' }
  writeFileSync(join(directory, 'told.json'), JSON.stringify(facts))
  writeFileSync(join(own, 'engine.json'), JSON.stringify({ ...standard, directory: own }))
  const last = { ready: 'exit 0', provisioning: 'sleep 30', failed: 'echo secret; exit 1' }[state]
  const script = `echo x >> "$0/begun"; cp "$0/told.json" "$0/spark-3.5/state.json"; ${last}`
  const begun: string[] = []
  const used: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const engines = new Engines({
    directory,
    provision(engine) {
      begun.push(engine)
      return ['sh', '-c', script, directory]
    },
    useEngine: (name) => void used.push(name),
    changed: resolve,
    log: createLog('silent'),
  })
  return {
    engines,
    used,
    directory,
    begun: () => begun.length,
    changed: () => promise,
    detail() {
      const answer = engines.prepare('spark-3.5')
      return answer.state === 'pending' ? answer.detail : answer.state
    },
    async [Symbol.asyncDispose]() {
      engines.stop()
      rmSync(directory, { recursive: true })
    },
  }
}
