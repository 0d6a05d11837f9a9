import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { admitted, queuedTooLong, waiting } from './admission.ts'
import type { RunState } from './run.ts'

const anyLiving = fc
  .array(fc.constantFrom<RunState>('SUBMITTED', 'QUEUED', 'SCHEDULED', 'RUNNING', 'CANCELLING'))
  .map((states) => states.map((state, number) => ({ state, number })))
const anyMaximum = fc.integer({ min: 1, max: 12 })

test('given any runs, when some are admitted, then never above the maximum nor below it', () => {
  fc.assert(
    fc.property(anyLiving, anyMaximum, (living, concurrentRunsMax) => {
      const queue = living.filter(waiting)
      const taken = living.length - queue.length

      const starting = admitted(living, { concurrentRunsMax })

      const room = Math.max(0, concurrentRunsMax - taken)
      assert.equal(starting.length, Math.min(room, queue.length))
    }),
  )
})

test('given any runs, when some are admitted, then they are the oldest of the queue', () => {
  fc.assert(
    fc.property(anyLiving, anyMaximum, (living, concurrentRunsMax) => {
      const starting = admitted(living, { concurrentRunsMax })

      assert.deepEqual(starting, living.filter(waiting).slice(0, starting.length))
    }),
  )
})

test('given a queue timeout, when a run waits longer, then it is over; a started one never', () => {
  const attemptAt = new Date(0)
  const at = (minutes: number) => new Date(minutes * 60_000)
  const limits = { queueTimeoutMinutes: 15 }

  assert.equal(queuedTooLong({ state: 'QUEUED', attemptAt }, limits, at(15)), false)
  assert.equal(queuedTooLong({ state: 'QUEUED', attemptAt }, limits, at(16)), true)
  assert.equal(queuedTooLong({ state: 'RUNNING', attemptAt }, limits, at(16)), false)
})
