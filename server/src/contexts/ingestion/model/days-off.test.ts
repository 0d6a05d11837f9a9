import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDaysOff } from './days-off.ts'

test('given calendars that share a region, when asked, then each keeps to its own days', () => {
  const daysOff = createDaysOff()
  const plain = daysOff({ holidays: 'US-NY' })
  const more = daysOff({ holidays: ['US-NY', '2013-07-05'], exchange: 'XNYS' })
  const none = daysOff({})

  for (const [day, ...wanted] of [
    ['2013-07-04', true, true, false],
    ['2013-07-05', false, true, false],
    ['2013-07-06', false, true, false],
    ['2013-03-29', false, true, false], // Good Friday: the exchange is closed.
    ['2014-07-04', true, true, false],
    ['2013-07-08', false, false, false],
  ] as const)
    assert.deepEqual([plain(day), more(day), none(day)], wanted, day)
})
