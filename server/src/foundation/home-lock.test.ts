import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { awaitHome, lockHome } from './home-lock.ts'

const home = `/nowhere/millrace ${process.pid}`

test('given a home that is being started, when another start comes, then it is told', async () => {
  const first = await lockHome(home, 'start')

  assert.equal(await lockHome(`${home}/.`, 'start'), undefined)
  const other = await lockHome(`${home} b`, 'start')

  assert.ok(first && other)
  first.close()
  other.close()
})

test('given a start that was killed, when another comes, then the home is free', async () => {
  const lock = JSON.stringify(join(import.meta.dirname, 'home-lock.ts'))
  const program = `
    const { lockHome } = await import(${lock})
    const server = await lockHome(${JSON.stringify(home)}, 'start')
    server.ref()
    console.log('locked')`
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(killed.stdout, 'data')
  assert.equal(await lockHome(home, 'start'), undefined)

  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const free = await lockHome(home, 'start')
  assert.ok(free)
  free.close()
})

test('given a home that is served, when another waits, then it comes after the first', async () => {
  const first = await lockHome(home, 'server')
  assert.equal(await awaitHome(home, 'server', 0), undefined)

  const waiting = awaitHome(home, 'server', 60)
  first?.close()

  const second = await waiting
  assert.ok(second)
  second.close()
})
