import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../../foundation/zoned-time.ts'
import { type Volume, volumeBand, volumeProblem } from './volume.ts'

const weekly = (first: string, rows: readonly number[]): Volume[] =>
  rows.map((one, index) => ({ slice: addDays(first, 7 * index), rows: one }))
const mondays = weekly('2013-01-07', [900, 910, 920, 930])
const sundays = weekly('2013-01-06', [0, 0, 3, 0])
const base = {
  ...{ earlier: [...mondays, ...sundays], bands: [], deviationMax: 0.5, emptyAllowed: false },
  off: (_day: string) => false,
}

function judge({ slice, rows }: Volume, change: Partial<Parameters<typeof volumeBand>[1]> = {}) {
  return volumeProblem({ rows, rejected: 0 }, volumeBand(slice, { ...base, ...change }))
}

const monday = (rows: number) => ({ slice: '2013-02-04', rows })
const sunday = (rows: number) => ({ slice: '2013-02-03', rows })

test('given a Monday with a third of the rows, when judged, then it is kept back', () => {
  assert.equal(
    judge(monday(300)),
    '300 rows, 67 % off the usual 915; 458 to 1372 are, by the last 4 of a monday',
  )
  assert.equal(judge(monday(500)), undefined)
})

test('given an empty file, when judged, then its weekday says whether that is usual', () => {
  assert.match(judge(monday(0)) ?? '', /^0 rows, 100 % off the usual 915/)
  assert.match(judge(monday(0), { emptyAllowed: true }) ?? '', /^0 rows, 100 % off/)
  assert.equal(judge(sunday(0)), undefined)
  assert.match(judge(sunday(900)) ?? '', /^900 rows, not the usual 0; 0 to 5 are/)
  assert.equal(judge({ slice: '2013-02-05', rows: 0 }), 'there is no row in the file')
  assert.equal(judge({ slice: '2013-02-05', rows: 0 }, { emptyAllowed: true }), undefined)
})

test('given a day off, when judged, then it may be short, and teaches its weekday nothing', () => {
  const off = (day: string) => ['2013-02-04', '2013-01-21'].includes(day)
  assert.equal(judge(monday(0), { off }), undefined)
  assert.equal(judge(monday(20), { off }), undefined)
  const earlier = weekly('2013-01-07', [900, 910, 0, 920, 930])
  const rest = (day: string) => day === '2013-01-21'
  const band = volumeBand('2013-02-11', { ...base, earlier, off: rest })
  assert.deepEqual(band?.learned, { median: 915, deliveries: 4 })
})

test('given bands that a person set, when judged, then those count and not what was', () => {
  const bands = [{ days: ['saturday', 'sunday', 'day-off'], min: 0, max: 10 }, { min: 1000 }]
  assert.equal(judge(monday(915), { bands }), '915 rows, the feed wants at least 1000 of a monday')
  assert.equal(judge(monday(1000), { bands }), undefined)
  assert.equal(judge(sunday(0), { bands }), undefined)
  assert.equal(judge(sunday(11), { bands }), '11 rows, the feed wants 0 to 10 of a sunday')
  assert.equal(
    judge({ slice: '2013-02', rows: 3 }, { bands }),
    '3 rows, the feed wants at least 1000 of a delivery',
  )
  const most = [{ max: 2000 }]
  assert.equal(judge(monday(0), { bands: most }), 'there is no row in the file')
})

test('given three earlier ones, when judged, then there is no verdict', () => {
  assert.equal(judge(monday(1), { earlier: mondays.slice(0, 3) }), undefined)
})

test('given any history, when a day is as one of it was, then a wide band takes it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 4, maxLength: 12 }),
      fc.nat(),
      (rows, chosen) => {
        const earlier = weekly('2013-01-07', rows)
        const one = {
          slice: addDays('2013-01-07', 7 * rows.length),
          rows: rows[chosen % rows.length] ?? 1,
        }
        const band = volumeBand(one.slice, { ...base, earlier })

        const within = band && band.min <= one.rows && one.rows <= band.max
        assert.equal(volumeProblem({ ...one, rejected: 0 }, band) === undefined, within)
        assert.ok(band?.learned && band.min <= band.learned.median)
        assert.ok(band.max >= band.learned.median - 0.5)
      },
    ),
  )
})
