import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  attemptFailed,
  emptySlice,
  inputArrived,
  type Slice,
  sliceMade,
  sliceState,
} from './ledger.ts'
import { nextStep, type PipelineNow } from './next-step.ts'
import type { RunState } from './run.ts'
import { dueBy } from './trigger.ts'

type Event =
  | { kind: 'arrives'; number: number }
  | { kind: 'starts' }
  | { kind: 'succeeds' }
  | { kind: 'fails' }

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('arrives' as const), number: fc.integer({ min: 1, max: 5 }) }),
  fc.constantFrom(
    { kind: 'starts' },
    { kind: 'succeeds' },
    { kind: 'fails' },
  ) as fc.Arbitrary<Event>,
)
const attemptsMax = 3
const isDue = dueBy({ trigger: 'new-data', slicing: 'day', inputs: [{}] })

test('given a slice that is made, when more comes, then its next round begins', () => {
  const arrives = (slice: Slice, number: number) =>
    inputArrived(slice, { tableId: 't', version: { number }, isDue })
  const first = arrives(arrives(emptySlice('p', 'whole'), 1), 2)
  const made = { read: first.wanted, version: 1, at: new Date(0), isDue }

  const second = arrives(arrives(sliceMade(first, made), 3), 4)

  assert.deepEqual([first.round, second.round], [0, 1])
})

test('given a slice being made, when more comes before it is, then its next round begins', () => {
  const arrives = (slice: Slice, number: number) =>
    inputArrived(slice, { tableId: 't', version: { number }, isDue })
  const first = arrives(emptySlice('p', 'whole'), 1)
  const made = { read: first.wanted, version: 1, at: new Date(0), isDue }

  const second = sliceMade(arrives(first, 2), made)
  const rest = sliceMade(second, { ...made, read: second.wanted })

  assert.deepEqual([second.due, second.round, rest.due, rest.round], [true, 1, false, 1])
})

test('given any history, when it rests, then what is done is what has come', () => {
  const history = (events: Event[]) => {
    let slice = emptySlice('p', '2013-12-31')
    let reading: (typeof slice)['wanted'] | undefined
    let highest = 0
    for (const one of events) {
      if (one.kind === 'arrives') {
        const arrived = { tableId: 't', version: { number: one.number }, isDue }
        const before = slice
        slice = inputArrived(slice, arrived)
        assert.equal(slice === before, one.number <= highest)
        highest = Math.max(highest, one.number)
      }
      if (one.kind === 'starts' && slice.due) reading ??= slice.wanted
      const at = new Date(0)
      if (one.kind === 'succeeds' && reading)
        slice = sliceMade(slice, { read: reading, version: 1, at, isDue })
      if (one.kind === 'fails' && reading) slice = attemptFailed(slice, at)
      if (one.kind === 'succeeds' || one.kind === 'fails') reading = undefined
      const state = sliceState(slice, { running: reading !== undefined, attemptsMax })
      if (state === 'done') assert.equal(slice.done?.t?.number, highest)
      if (state === 'stale') assert.ok((slice.done?.t?.number ?? 0) < highest)
      // Nothing new is ever forgotten: it is done, or it is due.
      if (highest > 0) assert.ok(slice.due || slice.done?.t?.number === highest)
    }
  }
  fc.assert(fc.property(fc.array(event, { maxLength: 30 }), history))
})

const states: RunState[] = ['queued', 'starting', 'running']
const now = new Date('2026-11-23T00:00:00Z')
const slice = fc.record({
  slice: fc.constantFrom('2013-12-29', '2013-12-30', '2013-12-31'),
  due: fc.boolean(),
  attempts: fc.integer({ min: 0, max: 4 }),
  notBefore: fc.option(
    fc.integer({ min: -5, max: 5 }).map((seconds) => new Date(now.getTime() + seconds * 1000)),
    { nil: undefined },
  ),
})
const present: fc.Arbitrary<PipelineNow> = fc.record({
  now: fc.constant(now),
  paused: fc.boolean(),
  attemptsMax: fc.constant(attemptsMax),
  runs: fc.array(fc.record({ id: fc.uuid(), state: fc.constantFrom(...states) }), { maxLength: 3 }),
  slices: fc.uniqueArray(slice, { selector: (one) => one.slice }),
})

test('given any present, when the next step is found, then there is one run at a time', () => {
  const holds = (given: PipelineNow) => {
    const step = nextStep(given)
    const active = given.runs.some(({ state }) => state !== 'queued')
    assert.equal(step.kind === 'follow', active)
    assert.equal(step.kind === 'start', !active && given.runs.length > 0)
    if (step.kind === 'make') {
      assert.ok(!given.paused && given.runs.length === 0)
      const made = given.slices.find((one) => one.slice === step.slice)
      assert.ok(made?.due && made.attempts < attemptsMax)
      assert.ok(!made.notBefore || made.notBefore <= now)
    }
    if (step.kind === 'wait' && step.until) assert.ok(step.until > now)
  }
  fc.assert(fc.property(present, holds))
})

test('given what is due and may run, when nothing else goes on, then it is made', () => {
  const holds = (given: PipelineNow) => {
    const step = nextStep({ ...given, runs: [], paused: false })
    const ready = given.slices.some(
      ({ due, attempts, notBefore }) =>
        due && attempts < attemptsMax && (!notBefore || notBefore <= now),
    )
    assert.equal(step.kind === 'make', ready)
  }
  fc.assert(fc.property(present, holds))
})
