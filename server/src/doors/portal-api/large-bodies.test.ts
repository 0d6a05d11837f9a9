import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { setImmediate as aMoment } from 'node:timers/promises'
import { largeBodiesGate } from './large-bodies.ts'

/** As Node's: who asks after the end finds it ended, and is never told. */
function givenResponse() {
  const response = Object.assign(new EventEmitter(), { closed: false })
  response.once('close', () => Object.assign(response, { closed: true }))
  return response
}

test('given two large bodies, when more come, then each waits until one is gone', async () => {
  const gate = largeBodiesGate()
  const entered: number[] = []
  const come = (at: number) => {
    const response = givenResponse()
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

test('given who went away before the gate, when others come, then no place is lost', async () => {
  const gate = largeBodiesGate()
  const gone = [1, 2, 3].map(givenResponse)
  for (const response of gone) response.emit('close')

  const entered = await Promise.all(gone.map(gate))

  assert.deepEqual(entered, [false, false, false])
  assert.deepEqual(await Promise.all([givenResponse(), givenResponse()].map(gate)), [true, true])
})
