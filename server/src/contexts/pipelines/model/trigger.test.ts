import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { dayOf, instantOf, weekdayOf } from '../../../foundation/zoned-time.ts'
import { createDaysOff } from '../../ingestion/index.ts'
import {
  dueBy,
  lastTime,
  nextTime,
  type Schedule,
  scheduleProblem,
  scheduleText,
} from './trigger.ts'

const daysOff = createDaysOff()
const never = () => false

test('given inputs of a day, when all must have it, then it is due when the last one has', () => {
  const isDue = dueBy({ trigger: 'all-new-data', slicing: 'day', inputs: [{ a: 1 }, { b: 1 }] })
  const [a, b, newer] = [{ a: { number: 1 } }, { b: { number: 1 } }, { b: { number: 2 } }]

  assert.equal(isDue({ wanted: a, done: undefined }), false)
  assert.equal(isDue({ wanted: { ...a, ...b }, done: undefined }), true)
  assert.equal(isDue({ wanted: { ...a, ...b }, done: { ...a, ...b } }), false)
  // A restatement touches the day, whichever input it is of.
  assert.equal(isDue({ wanted: { ...a, ...newer }, done: { ...a, ...b } }), true)
})

test('given inputs of a whole, when all must be new, then it waits for each of them', () => {
  const isDue = dueBy({ trigger: 'all-new-data', slicing: 'whole', inputs: [{ a: 1 }, { b: 1 }] })
  const at = (a: number, b: number) => ({ a: { number: a }, b: { number: b } })

  assert.equal(isDue({ wanted: at(2, 1), done: at(1, 1) }), false)
  assert.equal(isDue({ wanted: at(2, 2), done: at(1, 1) }), true)
  assert.equal(isDue({ wanted: { a: { number: 0 } }, done: undefined }), false)
})

test('given one input named twice, when it has come, then nothing else is waited for', () => {
  const isDue = dueBy({ trigger: 'all-new-data', slicing: 'day', inputs: [{ a: 1 }, { a: 1 }] })

  assert.equal(isDue({ wanted: { a: { number: 1 } }, done: undefined }), true)
})

const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Chatham']
const twoDigits = (max: number) =>
  fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'))
const times = fc.array(
  fc.tuple(twoDigits(23), twoDigits(59)).map((parts) => parts.join(':')),
  { minLength: 1, maxLength: 4 },
)
const schedules: fc.Arbitrary<Schedule> = fc.record(
  {
    times,
    zone: fc.constantFrom(...zones),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  },
  { requiredKeys: ['times', 'zone'] },
)
const moments = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2027-12-31T00:00:00Z'),
  noInvalidDate: true,
})

test('given any schedule, when asked at any time, then no time of it lies between', () => {
  fc.assert(
    fc.property(schedules, moments, (schedule, now) => {
      const last = lastTime(schedule, { now, off: never })
      const next = nextTime(schedule, { now, off: never })
      assert.ok(last && next && last <= now && now < next)
      // By hand: each minute of the days around is one of the schedule or not.
      const [from, until] = [last.getTime() + 60_000, next.getTime()]
      const days = new Set([from, now.getTime(), until - 1].map((at) => day(schedule, at)))
      for (const one of days)
        if (!schedule.weekdays || schedule.weekdays.includes(weekdayOf(one)))
          for (const time of schedule.times) {
            const at = instantOf(one, time, schedule.zone).getTime()
            assert.ok(at < from || at >= until, `${new Date(at).toISOString()}`)
          }
    }),
  )
})

function day({ zone }: Schedule, at: number): string {
  return dayOf(new Date(at), zone)
}

test('given an exchange and holidays, when it rests, then the clock does', () => {
  const schedule = { times: ['17:30'], zone: 'America/New_York', exchange: 'XNYS' }
  const off = daysOff(schedule)

  // Thanksgiving Day is a Thursday.
  const now = new Date('2026-11-26T23:00:00Z')
  assert.equal(lastTime(schedule, { now, off })?.toISOString(), '2026-11-25T22:30:00.000Z')
  assert.equal(nextTime(schedule, { now, off })?.toISOString(), '2026-11-27T22:30:00.000Z')
  assert.equal(
    scheduleText({ ...schedule, holidays: ['DE', '2026-12-24'] }),
    'every day that XNYS opens but holidays of DE and days that are listed' +
      ' at 17:30 America/New_York',
  )
})

test('given a schedule that cannot be kept, when it is checked, then that is said', () => {
  const good = { times: ['07:00'], zone: 'UTC' }
  const problems: [Partial<Schedule>, RegExp][] = [
    [{ times: [] }, /no time/],
    [{ times: ['7:00'] }, /"7:00" is no time of a day/],
    [{ times: Array(97).fill('07:00') }, /at most 96/],
    [{ zone: 'Mars/Olympus' }, /zone "Mars\/Olympus" is not known/],
    [{ weekdays: [] }, /weekdays/],
    [{ weekdays: [0] }, /weekdays/],
    [{ exchange: 'XXXX' }, /no exchange that is known/],
    [{ holidays: ['ZZ'] }, /no region whose holidays are known/],
  ]
  assert.equal(scheduleProblem(good), undefined)
  for (const [wrong, told] of problems)
    assert.match(scheduleProblem({ ...good, ...wrong }) ?? '', told)
})
