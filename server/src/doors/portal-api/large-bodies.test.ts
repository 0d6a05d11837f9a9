import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { setImmediate as aMoment } from 'node:timers/promises'
import { largeBodiesGate } from './large-bodies.ts'

test('given two large bodies, when more come, then each waits until one is gone', async () => {
  const gate = largeBodiesGate()
  const entered: number[] = []
  const come = (at: number) => {
    const response = new EventEmitter()
    void gate(response).then(() => entered.push(at))
    return response
  }
  const [first, second, third, fourth] = [1, 2, 3, 4].map(come)
  await aMoment()
  const atOnce = [...entered]

  third?.emit('close') // It waits no more, and takes nobody’s place.
  first?.emit('close')
  await aMoment()
  const next = [...entered]
  second?.emit('close')
  fourth?.emit('close')
  const last = [5, 6, 7].map(come)
  await aMoment()

  assert.deepEqual(atOnce, [1, 2])
  assert.deepEqual([...next].sort(), [1, 2, 3, 4]) // The third is let go, not in.
  assert.deepEqual([...entered].sort(), [1, 2, 3, 4, 5, 6])
  assert.equal(last.length, 3)
})
