import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import test from 'node:test'
import { EventFile } from './event-file.ts'

function given(bytesMax?: number) {
  const parent = mkdtempSync(join(tmpdir(), 'event-file-'))
  const directory = join(parent, 'd-1')
  const socket = new Duplex({ read() {}, write: (_data, _encoding, done) => done() })
  const file = new EventFile(directory, socket as Socket, bytesMax)
  return {
    ...{ directory, file, socket },
    say: (text: string) => void socket.emit('data', Buffer.from(text)),
    read: (name: string) => readFileSync(join(directory, name), 'utf8'),
    [Symbol.dispose]: () => rmSync(parent, { recursive: true }),
  }
}

test('given a driver that said nothing, when it ends, then nothing is kept', () => {
  using driver = given()

  driver.file.end()

  assert.equal(existsSync(driver.directory), false)
})

test('given lines in pieces, when they come, then whole lines are there to read', () => {
  using driver = given()

  driver.say('{"a":1}\n{"b"')
  assert.equal(driver.read('events.inprogress'), '{"a":1}\n')
  driver.say(':2}\n')

  assert.equal(driver.read('events.inprogress'), '{"a":1}\n{"b":2}\n')
  // The history server in its box is another user.
  assert.equal(statSync(join(driver.directory, 'events.inprogress')).mode & 0o777, 0o644)
})

test('given a driver that is killed in a line, when it ends, then its log is a whole one', () => {
  using driver = given()
  driver.say('{"a":1}\n{"b":')

  driver.file.end()

  const [first, last] = driver.read('events').trim().split('\n')
  assert.equal(first, '{"a":1}')
  assert.equal(JSON.parse(last ?? '').Event, 'SparkListenerApplicationEnd')
  assert.equal(existsSync(join(driver.directory, 'events.inprogress')), false)
})

test('given a driver without measure, when it says more than is kept, then it is cut off', () => {
  using driver = given(32)
  driver.say('{"a":1}\n')

  driver.say('x'.repeat(40))
  driver.say('\n{"later":1}\n')
  driver.file.end()

  assert.equal(driver.socket.destroyed, true)
  assert.equal(driver.read('events').split('\n').length, 3)
})
