import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysThrough, FIRST_DAY, flightsDeliveredFor, LAST_DAY } from './calendar.ts'

test('given the whole year, when all is delivered, then each day ended whole and once', () => {
  const deliveries = daysThrough(FIRST_DAY, LAST_DAY).flatMap(flightsDeliveredFor)

  const last = new Map(deliveries.map(({ contextDate, quality }) => [contextDate, quality]))

  assert.equal(last.size, 365)
  assert.deepEqual([...new Set(last.values())], ['whole'])
  assert.equal(deliveries.length, 367)
})
