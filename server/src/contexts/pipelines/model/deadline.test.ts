import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { dayOf, instantOf } from '../../../foundation/zoned-time.ts'
import {
  deadlineAfter,
  deadlineOf,
  deadlineState,
  expectedSlices,
  type Progress,
} from './deadline.ts'

const promise = { time: '07:00', zone: 'America/New_York', days: 1, from: 'slice' as const }

test('given a zone, when clocks change, then the deadline keeps the time that people see', () => {
  const shown = ['2026-03-06', '2026-03-07', '2026-10-30', '2026-10-31', '2013-12-31'].map(
    (slice) => deadlineOf(slice, promise).toISOString(),
  )

  assert.deepEqual(shown, [
    '2026-03-07T12:00:00.000Z',
    '2026-03-08T11:00:00.000Z',
    '2026-10-31T11:00:00.000Z',
    '2026-11-01T12:00:00.000Z',
    '2014-01-01T12:00:00.000Z',
  ])
})

const seconds = fc.integer({ min: -100_000, max: 100_000 })

test('given any progress, when time goes on, then states only get worse until it is done', () => {
  const deadline = new Date('2026-11-23T07:00:00Z')
  const order = ['on-track', 'endangered', 'missed']
  const progress: fc.Arbitrary<Progress> = fc.oneof(
    fc.constant({ kind: 'ready' as const }),
    fc.constant({ kind: 'no-data' as const }),
    seconds.map((since) => ({ kind: 'running' as const, since: later(deadline, since) })),
  )
  const typical = fc.integer({ min: 0, max: 10_000 })
  const holds = (of: Progress, typicalSeconds: number, first: number, more: number) => {
    const facts = { progress: of, typicalSeconds }
    const [early, late] = [first, first + Math.abs(more)].map((at) =>
      deadlineState(later(deadline, at), deadline, facts),
    )
    // A run that has begun gets nearer to its end as time goes on; what waits does not.
    if (of.kind !== 'running' || late === 'missed')
      assert.ok(order.indexOf(String(late)) >= order.indexOf(String(early)))
    assert.equal(early === 'missed', first > 0)
  }
  fc.assert(fc.property(progress, typical, seconds, seconds, holds))
})

test('given what is done, when asked at any time, then it was met or missed', () => {
  const deadline = new Date('2026-11-23T07:00:00Z')
  const holds = (done: number, now: number) => {
    const progress = { kind: 'done' as const, at: later(deadline, done) }
    const state = deadlineState(later(deadline, now), deadline, { progress, typicalSeconds: 60 })
    assert.equal(state, done <= 0 ? 'met' : 'missed')
  }
  fc.assert(fc.property(seconds, seconds, holds))
})

test('given an arrival, when its deadline is found, then it is the next such time', () => {
  const holds = (offset: number) => {
    const arrivedAt = later(new Date('2026-11-01T00:00:00Z'), offset * 60)
    const deadline = deadlineAfter(arrivedAt, { ...promise, days: 0, from: 'arrival' })
    const hours = (deadline.getTime() - arrivedAt.getTime()) / 3_600_000
    assert.ok(hours > 0 && hours <= 25)
    assert.deepEqual(instantOf(dayOf(deadline, promise.zone), '07:00', promise.zone), deadline)
  }
  fc.assert(fc.property(seconds, holds))
})

test('given weekdays, when slices are expected, then those of other days are not', () => {
  const after = new Date('2026-11-20T00:00:00Z')
  const until = new Date('2026-11-27T00:00:00Z')

  const expected = expectedSlices({ ...promise, weekdays: [1, 2] }, { after, until })

  assert.deepEqual(
    expected.map(({ slice }) => slice),
    ['2026-11-23', '2026-11-24'],
  )
})

function later(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000)
}
