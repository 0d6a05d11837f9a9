import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { weekdayOf } from '../../../foundation/zoned-time.ts'
import { awaitedDelivery, expectation, expectationsUntil, promiseText } from './calendar.ts'
import { createDaysOff } from './days-off.ts'
import { closedDays, EXCHANGE_CODES } from './exchanges.ts'
import type { DeliveryCalendar } from './feed.ts'

const daysOff = createDaysOff()
const daily: DeliveryCalendar = {
  every: 'day',
  first: '2013-01-01',
  last: '2013-12-31',
  at: '06:00',
  daysAfter: 1,
  zone: 'America/New_York',
  graceMinutes: 60,
  played: false,
}

test('given any instant, when expectations are asked, then none is due later than it', () => {
  const instants = fc.date({
    min: new Date('2012-12-01'),
    max: new Date('2014-03-01'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, (present) => {
      const due = expectationsUntil(daily, { present, daysOff })

      assert.ok(due.every(({ expectedAt }) => expectedAt <= present))
      assert.equal(new Set(due.map(({ slice }) => slice)).size, due.length)
      assert.ok(due.length <= 365)
    }),
    { numRuns: 40 },
  )
})

test('given a whole year, when it has passed, then each of its days was expected', () => {
  assert.equal(expectationsUntil(daily, { present: new Date('2014-06-01'), daysOff }).length, 365)
})

test('given weekdays with a holiday, when a week passes, then four days are due', () => {
  const calendar = { ...daily, every: 'weekday' as const, holidays: ['2013-01-01'] }
  const due = expectationsUntil(calendar, {
    ...{ present: new Date('2013-01-07T10:00:00Z'), daysOff },
  })
  assert.deepEqual(
    due.map(({ slice }) => slice),
    ['2013-01-02', '2013-01-03', '2013-01-04'],
  )
})

test('given a monthly calendar, when a month is asked, then it is due after its last day', () => {
  const { expectedAt } = expectation({ ...daily, every: 'month' }, '2013-02')
  assert.equal(expectedAt.toISOString(), '2013-03-01T11:00:00.000Z')
})

test('given an exchange, when any weeks pass, then each day that it opens is due', () => {
  const day = fc.date({
    min: new Date('2002-01-02'),
    max: new Date('2027-11-01'),
    noInvalidDate: true,
  })
  const of = fc.record({ exchange: fc.constantFrom(...EXCHANGE_CODES), day })
  fc.assert(
    fc.property(of, ({ exchange, day: from }) => {
      const days = Array.from({ length: 30 }, (_, at) =>
        new Date(from.getTime() + at * 86_400_000).toISOString().slice(0, 10),
      )
      const { 0: first = '', 29: last = '' } = days

      const due = expectationsUntil(
        { ...daily, exchange, first, last, zone: 'UTC' },
        { present: new Date(from.getTime() + 40 * 86_400_000), daysOff },
      )

      const open = days.filter(
        (one) => weekdayOf(one) < 6 && !closedDays(exchange, Number(one.slice(0, 4))).has(one),
      )
      assert.deepEqual(
        due.map(({ slice }) => slice),
        open,
      )
    }),
    { numRuns: 40 },
  )
})

test('given regions and days, when weeks pass, then what rests there is not due', () => {
  const slices = (holidays: string | string[]) =>
    expectationsUntil(
      { ...daily, every: 'weekday', first: '2013-07-01', last: '2013-07-05', holidays },
      { present: new Date('2013-08-01'), daysOff },
    ).map(({ slice }) => slice.slice(-2))

  assert.deepEqual(slices('US-NY'), ['01', '02', '03', '05'])
  assert.deepEqual(slices(['US-NY', '2013-07-05', 'CA']), ['02', '03'])
  assert.deepEqual(slices([]), ['01', '02', '03', '04', '05'])
})

test('given calendars, when told, then their days are in the words', () => {
  assert.equal(
    promiseText({ ...daily, exchange: 'XNYS' }),
    'every day that XNYS opens before 06:00 America/New_York, 1 day after',
  )
  assert.equal(
    promiseText({ ...daily, daysAfter: 0, every: 'weekday', holidays: ['GB-ENG', '2013-07-05'] }),
    'every weekday but holidays of GB-ENG and days that are listed before 06:00 America/New_York',
  )
})

test('given a day that somebody waits for, when it is none, then the last before it is', () => {
  const calendar = { ...daily, every: 'weekday' as const }
  const until = new Date('2013-06-05T12:00:00Z')
  const awaited = (day: string | undefined, change: Partial<DeliveryCalendar> = {}) =>
    awaitedDelivery({ ...calendar, ...change }, { day, until, daysOff })

  // 2013-06-02 is a Sunday; that day's own file would be due long after `until`.
  assert.equal(awaited('2013-06-02')?.slice, '2013-05-31')
  assert.equal(awaited('2013-06-20')?.expectedAt.toISOString(), '2013-06-21T10:00:00.000Z')
  assert.equal(awaited(undefined)?.slice, '2013-06-04')
  assert.equal(awaited('2013-06-20', { every: 'month' })?.slice, '2013-05')
  assert.equal(awaited('2013-06-20', { every: 'once' })?.slice, 'once')
  assert.equal(awaited('2014-02-01')?.slice, '2013-12-31')
  assert.equal(awaited('2012-12-31'), undefined)
})
