import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createLog } from './log.ts'
import { endPostgres, startPostgres } from './postgres.ts'

const log = createLog('silent')

test('given a killed PostgreSQL, when kept up, then what was committed is there', async () => {
  await using given = givenDirectory()
  await using postgres = await started(given.directory)
  await ask(postgres.url, 'CREATE TABLE kept AS SELECT 7 AS number')
  const killed = postmasterOf(given.directory)

  process.kill(killed, 'SIGKILL')

  assert.deepEqual(await eventually(postgres.url, 'SELECT number FROM kept'), [{ number: 7 }])
  assert.notEqual(postmasterOf(given.directory), killed)
})

test('given one whose home was deleted, when started anew, then it is ended', async () => {
  await using given = givenDirectory()
  const before = await startPostgres(optionsOf(given.directory))
  await ask(before.url, 'CREATE TABLE lost AS SELECT 7 AS number')
  const outlived = postmasterOf(given.directory)
  rmSync(given.directory, { recursive: true })

  await using postgres = await started(given.directory)

  const tables = `SELECT 1 FROM pg_tables WHERE tablename = 'lost'`
  assert.deepEqual(await ask(postgres.url, tables), [])
  assert.notEqual(postmasterOf(given.directory), outlived)
  assert.ok(!runs(outlived))
})

test('given a number that went to another’s, when started, then that lives on', async () => {
  await using given = givenDirectory()
  const before = await startPostgres(optionsOf(given.directory))
  await before.stop()
  const other = spawn(programNamedPostgres(given.directory), ['600'], { stdio: 'ignore' })
  writeFileSync(join(given.directory, 'data/postmaster.pid'), `${other.pid}\n`)

  await using postgres = await started(given.directory)

  assert.deepEqual(await ask(postgres.url, 'SELECT 1 AS one'), [{ one: 1 }])
  assert.equal(other.signalCode, null)
  other.kill('SIGKILL')
  await once(other, 'exit')
})

function optionsOf(directory: string) {
  return { directory, logFile: join(directory, '..', 'postgres.log'), log }
}

async function started(directory: string) {
  const postgres = await startPostgres({ ...optionsOf(directory), keepUp: true })
  return { ...postgres, [Symbol.asyncDispose]: () => postgres.stop() }
}

function givenDirectory() {
  const home = mkdtempSync(join(tmpdir(), 'millrace postgres '))
  const directory = join(home, 'postgres')
  return {
    directory,
    async [Symbol.asyncDispose]() {
      await endPostgres(directory)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function postmasterOf(directory: string): number {
  return Number(readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n')[0])
}

function programNamedPostgres(directory: string): string {
  const program = join(directory, '../bin/postgres')
  mkdirSync(join(directory, '../bin'))
  cpSync('/usr/bin/sleep', program)
  return program
}

function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function eventually(url: string, text: string): Promise<unknown[]> {
  const deadline = Date.now() + 60_000
  for (;;) {
    try {
      return await ask(url, text)
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}
