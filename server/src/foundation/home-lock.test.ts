import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockHome } from './lock.ts'

const home = `/nowhere/millrace ${process.pid}`

test('given a home that is being started, when another start comes, then it is told', async () => {
  const first = await lockHome(home)

  assert.equal(await lockHome(`${home}/.`), undefined)
  const other = await lockHome(`${home} b`)

  assert.ok(first && other)
  first.close()
  other.close()
})

test('given a start that was killed, when another comes, then the home is free', async () => {
  const lock = JSON.stringify(join(import.meta.dirname, 'lock.ts'))
  const program = `
    const { lockHome } = await import(${lock})
    const server = await lockHome(${JSON.stringify(home)})
    server.ref()
    console.log('locked')`
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(killed.stdout, 'data')
  assert.equal(await lockHome(home), undefined)

  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const free = await lockHome(home)
  assert.ok(free)
  free.close()
})
