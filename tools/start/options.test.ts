import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

function start(argv: string[], environment: Record<string, string> = {}) {
  const program = join(import.meta.dirname, '../start.mjs')
  const env = { ...process.env, ...environment }
  return spawnSync(process.execPath, [program, ...argv], { encoding: 'utf8', env })
}

for (const { argv, environment, says } of [
  { argv: ['--bogus'], says: /^Unknown option '--bogus'\n/ },
  { argv: ['later'], says: /^Unexpected argument 'later'/ },
  { argv: ['--port', 'abc'], says: /^"abc" is no port: write a number from 1 to 65265\n/ },
  { argv: ['--port', '80000'], says: /^"80000" is no port/ },
  { argv: [], environment: { MILLRACE_PORT: 'abc' }, says: /^"abc" is no port/ },
  { argv: ['--home', import.meta.filename], says: /is a file; --home takes a directory/ },
])
  test(`given ${JSON.stringify({ argv, environment })}, when started, then it is told`, () => {
    const { status, stderr } = start(argv, environment)

    assert.equal(status, 2)
    assert.match(stderr, says)
    assert.doesNotMatch(stderr, /\n {4}at /)
  })

test('given --help, when started, then every option is told and nothing starts', () => {
  const { status, stdout } = start(['--help'])

  assert.equal(status, 0)
  for (const option of ['--home', '--port', '--empty', '--retry-demo'])
    assert.ok(stdout.includes(option))
})

test('given a home that answered elsewhere, when nothing is asked, then it is there again', () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-address-'))
  writeFileSync(join(home, 'config.json'), JSON.stringify({ host: '127.0.0.2', port: 8700 }))
  const script = `const { addressOf } = await import('${import.meta.dirname}/options.mjs')
    const asked = [addressOf('${home}'), addressOf('${home}', '8701'), addressOf('/-')]
    console.log(JSON.stringify(asked))`
  const { MILLRACE_PORT, MILLRACE_HOST, ...env } = process.env

  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env })

  rmSync(home, { recursive: true })
  const usual = { host: '127.0.0.1', port: 8470 }
  const last = { host: '127.0.0.2', port: 8700 }
  assert.deepEqual(JSON.parse(stdout), [last, { ...last, port: 8701 }, usual])
})
