import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import test from 'node:test'
import { EventFile, type EventPlace } from './event-file.ts'

function given(bounds: Omit<EventPlace, 'directory' | 'log'> = {}) {
  const parent = mkdtempSync(join(tmpdir(), 'event-file-'))
  const directory = join(parent, 'd-1')
  const socket = new Duplex({ read() {}, write: (_data, _encoding, done) => done() })
  const warned: string[] = []
  const log = { warn: (_facts: object, text: string) => void warned.push(text) }
  const place = { ...bounds, directory, log: log as EventPlace['log'] }
  const file = new EventFile(place, socket as Socket)
  return {
    ...{ parent, directory, file, socket, warned },
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
  using driver = given({ bytesMax: 32 })
  driver.say('{"a":1}\n')

  driver.say('x'.repeat(40))
  driver.say('\n{"later":1}\n')
  driver.file.end()

  assert.equal(driver.socket.destroyed, true)
  assert.equal(driver.read('events').split('\n').length, 3)
})

test('given a place that cannot be made, when a driver speaks, then only its log ends', () => {
  using driver = given()
  writeFileSync(driver.directory, 'in the way')

  driver.say('{"a":1}\n')
  driver.say('{"b":1}\n')
  driver.file.end()

  assert.equal(driver.socket.destroyed, true)
  assert.deepEqual(driver.warned, ['an event log is kept no further'])
})

test('given a log that was removed, when its driver ends, then that is only told', () => {
  using driver = given()
  driver.say('{"a":1}\n')
  rmSync(driver.directory, { recursive: true })

  driver.file.end()

  assert.deepEqual(driver.warned, ['an event log stays as of a driver that lives'])
})

test('given a line that does not end, when it is longer than lines are, then it is cut off', () => {
  using driver = given({ lineBytesMax: 16 })
  driver.say('{"a":1}\n{"b":')

  driver.say('"and so on"')
  driver.say('}\n')
  driver.file.end()

  assert.equal(driver.socket.destroyed, true)
  assert.equal(driver.read('events').split('\n').length, 3)
})

test('given an account without room, when its driver speaks, then its log ends there', () => {
  const taken: number[] = []
  using driver = given({ take: (bytes) => taken.push(bytes) < 2 })
  driver.say('{"a":1}\n')

  driver.say('{"b":1}\n')

  assert.equal(driver.socket.destroyed, true)
  assert.equal(driver.read('events.inprogress'), '{"a":1}\n')
})

test('given a disk that is full within a line, when the driver ends, then lines are whole', () => {
  using driver = given()
  const script = `
    import { Duplex } from 'node:stream'
    import { EventFile } from '${import.meta.dirname}/event-file.ts'
    const socket = new Duplex({ read() {} })
    const log = { warn: (facts, text) => console.log(facts.err?.code, text) }
    const file = new EventFile({ directory: '${driver.directory}', log }, socket)
    socket.emit('data', Buffer.from('{"a":1}\\n'))
    socket.emit('data', Buffer.from('x'.repeat(3000) + '\\n'))
    file.end()`
  const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" --input-type=module -e "$1"`

  const { stdout, stderr, status } = spawnSync('bash', ['-c', limited, process.execPath, script], {
    encoding: 'utf8',
  })

  assert.equal(status, 0, stderr)
  assert.equal(stdout, 'EFBIG an event log is kept no further\n')
  const [first, last, end] = driver.read('events').split('\n')
  assert.deepEqual([first, end], ['{"a":1}', ''])
  assert.equal(JSON.parse(last ?? '').Event, 'SparkListenerApplicationEnd')
})
