import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { expectation, expectationsUntil } from './calendar.ts'
import type { DeliveryCalendar } from './feed.ts'

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
      const due = expectationsUntil(daily, present)

      assert.ok(due.every(({ expectedAt }) => expectedAt <= present))
      assert.equal(new Set(due.map(({ slice }) => slice)).size, due.length)
      assert.ok(due.length <= 365)
    }),
    { numRuns: 40 },
  )
})

test('given a whole year, when it has passed, then each of its days was expected', () => {
  assert.equal(expectationsUntil(daily, new Date('2014-06-01')).length, 365)
})

test('given weekdays with a holiday, when a week passes, then four days are due', () => {
  const calendar = { ...daily, every: 'weekday' as const, holidays: ['2013-01-01'] }
  const due = expectationsUntil(calendar, new Date('2013-01-07T10:00:00Z'))
  assert.deepEqual(
    due.map(({ slice }) => slice),
    ['2013-01-02', '2013-01-03', '2013-01-04'],
  )
})

test('given a monthly calendar, when a month is asked, then it is due after its last day', () => {
  const { expectedAt } = expectation({ ...daily, every: 'month' }, '2013-02')
  assert.equal(expectedAt.toISOString(), '2013-03-01T11:00:00.000Z')
})
