import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { bodyOf, wholeBody } from './testing/crash-body.ts'
import { type GivenStorage, givenStorage } from './testing/given-storage.ts'

const KILLS = 4
const NUMBERS_AHEAD = 8 // A writer may have gone on after what it was seen to acknowledge.

test('given a writer killed at work, when read, then all acknowledged is whole', async () => {
  await using given = await givenStorage()
  const acknowledged = new Map<string, number>()

  for (let kill = 0; kill < KILLS; kill += 1)
    for (const [key, number] of await killWriter(given, kill)) acknowledged.set(key, number)

  assert.ok(acknowledged.size > KILLS)
  for (const [key, number] of acknowledged) {
    const body = await given.storage.readAll(`s3://lake/${key}`)
    if (key.startsWith('shared/')) continue
    assert.ok(body.equals(bodyOf(key, number)), `"${key}" is not what was acknowledged`)
  }
  const highest = Math.max(...acknowledged.values())
  for await (const { location } of given.storage.list('s3://lake/')) {
    const key = location.slice('s3://lake/'.length)
    const body = await given.storage.readAll(location)
    assert.ok(wholeBody(key, body, highest + NUMBERS_AHEAD), `"${key}" is not whole`)
  }
})

/** Lets a process write, kills it at some point, and answers what it acknowledged. */
async function killWriter(given: GivenStorage, kill: number): Promise<Map<string, number>> {
  const program = join(import.meta.dirname, 'testing/crash-writer.ts')
  const { url } = given.database
  const argv = [program, url, given.deps.objectsDirectory, `run${kill}`]
  const writer = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged = new Map<string, number>()
  const enough = 10 + 7 * kill
  for await (const line of createInterface({ input: writer.stdout })) {
    const [key, number] = line.split(' ')
    if (key && number) acknowledged.set(key, Number(number))
    if (acknowledged.size >= enough && !writer.killed) writer.kill('SIGKILL')
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  assert.equal(writer.signalCode, 'SIGKILL')
  return acknowledged
}
