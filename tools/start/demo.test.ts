import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openHome } from '../../cli/src/home.ts'
import { openDemo } from './demo.ts'

test('given no home yet, when the demo is opened, then it is playing from the first answer', () => {
  const parent = mkdtempSync(join(tmpdir(), 'millrace demo '))
  const home = { ...openHome(), path: join(parent, 'home') }

  try {
    const demo = openDemo(home, { root: parent, empty: false, retry: false })

    assert.equal(demo.progress()?.state, 'playing')
  } finally {
    rmSync(parent, { recursive: true })
  }
})

for (const [state, due] of [
  ['failed', true],
  ['playing', false],
  ['done', false],
] as const)
  test(`given a ${state} demo of a running platform, when retried, then due: ${due}`, () => {
    const path = mkdtempSync(join(tmpdir(), 'millrace-demo-'))
    writeFileSync(join(path, 'demo.json'), JSON.stringify({ state }))
    const home = { ...openHome(), path }

    const demo = openDemo(home, { root: path, empty: false, retry: true, beside: true })

    rmSync(path, { recursive: true })
    assert.equal(demo.due, due)
  })

test('given a state that was cut off, when started, then the demo plays, and says so', () => {
  const path = mkdtempSync(join(tmpdir(), 'millrace-demo-'))
  writeFileSync(join(path, 'config.json'), '{}')
  writeFileSync(join(path, 'demo.json'), '{"state":"pla')
  const home = { ...openHome(), path }

  const demo = openDemo(home, { root: path, empty: false, retry: false })

  const written = readFileSync(join(path, 'demo.json'), 'utf8')
  rmSync(path, { recursive: true })
  assert.equal(demo.due, true)
  assert.deepEqual(JSON.parse(written), { state: 'playing' })
})
