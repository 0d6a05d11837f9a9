import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { weekdayOf } from '../../../foundation/zoned-time.ts'
import { closedDays, EXCHANGE_CODES } from './exchanges.ts'

const GOLDEN = join(import.meta.dirname, '../golden/exchange-calendars-4.13.2.json')

test('given 25 years of ten exchanges, when asked, then those days were closed', async () => {
  const { closed } = JSON.parse(await readFile(GOLDEN, 'utf8')) as {
    closed: Record<string, string[]>
  }
  assert.deepEqual([...EXCHANGE_CODES].sort(), Object.keys(closed).sort())
  for (const exchange of EXCHANGE_CODES) {
    const years = Array.from({ length: 25 }, (_, at) => 2002 + at)

    const days = years.flatMap((year) => [...closedDays(exchange, year)].sort())

    assert.deepEqual(days, closed[exchange], exchange)
  }
})

test('given years to come, when asked, then each exchange rests on some weekdays', () => {
  for (const exchange of EXCHANGE_CODES)
    for (let year = 2027; year < 2100; year += 1) {
      const days = [...closedDays(exchange, year)]
      assert.ok(days.length >= 2 && days.length <= 13, `${exchange} ${year} ${days}`)
      assert.ok(days.every((day) => weekdayOf(day) < 6 && day.startsWith(String(year))))
    }
})
