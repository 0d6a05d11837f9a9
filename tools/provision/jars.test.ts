import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchJars } from './jars.ts'

const WHOLE = 'the whole jar'
const jar = {
  coordinates: 'org.example:thing:1.0',
  sha256: createHash('sha256').update(WHOLE).digest('hex'),
}

test('given a damaged jar, when fetched, then it is brought again, and only once', async () => {
  await using given = givenMaven(WHOLE)
  writeFileSync(join(given.directory, 'thing-1.0.jar'), 'half of a j')

  await fetchJars(given.directory, given.maven, [jar])
  await fetchJars(given.directory, given.maven, [jar])

  assert.equal(readFileSync(join(given.directory, 'thing-1.0.jar'), 'utf8'), WHOLE)
  assert.equal(given.calls(), 1)
})

test('given another jar in its place, when fetched, then it is refused each time', async () => {
  await using given = givenMaven('something else')

  const refused = /"thing-1\.0\.jar" has the checksum .*, expected .*: what Maven keeps of it/
  await assert.rejects(fetchJars(given.directory, given.maven, [jar]), refused)
  await assert.rejects(fetchJars(given.directory, given.maven, [jar]), refused)

  assert.throws(() => readFileSync(join(given.directory, 'thing-1.0.jar')), /ENOENT/)
  assert.equal(given.calls(), 2)
})

test('given provisioning that is killed, when it is gone, then so is what it ran', async () => {
  await using given = givenMaven(WHOLE)
  const program = `
    const { execute } = await import(${JSON.stringify(join(import.meta.dirname, 'execute.ts'))})
    await execute('sh', ['-c', 'echo $$ > "$0"; exec sleep 600', ${JSON.stringify(given.pidFile)}])`
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: 'inherit',
  })
  const pid = await eventually(() => Number(readFileSync(given.pidFile, 'utf8')))

  killed.kill('SIGKILL')
  await once(killed, 'exit')

  await eventually(() => !runs(pid))
})

/** A program that puts `content` where Maven would put the jar, and counts its calls. */
function givenMaven(content: string) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace jars '))
  const maven = join(directory, 'maven')
  const calls = join(directory, 'calls')
  const script = `#!/bin/sh
    echo call >> "${calls}"
    for word; do case $word in -DoutputDirectory=*) out=\${word#*=};; esac; done
    mkdir -p "$out" && printf '%s' '${content}' > "$out/thing-1.0.jar"`
  writeFileSync(maven, script, { mode: 0o755 })
  return {
    directory,
    maven,
    pidFile: join(directory, 'pid'),
    calls: () => readFileSync(calls, 'utf8').trim().split('\n').length,
    async [Symbol.asyncDispose]() {
      rmSync(directory, { recursive: true })
    },
  }
}

function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function eventually<Value>(look: () => Value): Promise<Value> {
  for (;;) {
    try {
      const found = look()
      if (found) return found
    } catch {
      // Not there yet.
    }
    await sleep(20)
  }
}
