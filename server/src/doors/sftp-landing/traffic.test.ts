import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { test } from 'node:test'
import { trafficOf } from './traffic.ts'

class Line extends Duplex {
  override _read() {}
  override _write(_chunk: unknown, _encoding: string, _done: () => void) {}
}

test('given more than is worked on, when it comes, then the socket is held back', () => {
  const socket = new Line().resume() as unknown as Socket
  const traffic = trafficOf(socket)

  const first = traffic.begin(3 << 20)
  const before = socket.isPaused()
  const second = traffic.begin(3 << 20)
  const during = socket.isPaused()
  first()
  const still = socket.isPaused()
  second()

  assert.deepEqual([before, during, still, socket.isPaused()], [false, true, true, false])
})

test('given answers that nobody reads, when more is asked, then the client is gone', () => {
  const socket = new Line() as unknown as Socket
  const traffic = trafficOf(socket)
  socket.write(Buffer.alloc(9 << 20))

  traffic.begin(0)

  assert.ok(socket.destroyed)
})
