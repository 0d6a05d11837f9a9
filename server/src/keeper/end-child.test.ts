import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { createLog } from '../foundation/log.ts'
import { endChild, running } from './end-child.ts'

const log = createLog('silent')

test('given a server that does not end, when its time is over, then it is killed', async () => {
  const child = await started(`process.on('SIGTERM', () => {})`)

  endChild(child, { signal: 'SIGTERM', secondsMax: 0.3, log })

  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL'])
  assert.equal(running(child), false)
})

test('given a server that takes a while, when told to end, then it ends by itself', async () => {
  const child = await started(`process.on('SIGTERM', () => setTimeout(() => process.exit(7), 200))`)

  endChild(child, { signal: 'SIGTERM', secondsMax: 30, log })

  assert.deepEqual(await once(child, 'exit'), [7, null])
})

async function started(script: string) {
  const source = `${script}; setInterval(() => {}, 1000); console.log('there')`
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}
