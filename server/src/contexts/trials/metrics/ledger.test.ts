import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import { judgeVolumes } from './d7-volume-stability.ts'
import { ecdf, expectedDeliveries, quantile } from './ledger.ts'

const NOON = Date.parse('2024-03-01T12:00:00Z')
const HOUR_MS = 3_600_000
const at = (hours: number) => new Date(NOON + hours * HOUR_MS)

function delivery(
  slice: string,
  came: { arrived?: number; loaded?: readonly boolean[]; published?: number },
): DeliveryRecord {
  const vintages = (came.loaded ?? []).map((good, index) => ({
    ...{ id: index + 1, number: index + 1, rowsLoaded: good ? 10 : null },
    ...{ publishedAt: at(came.published ?? 0), landedAt: at(1000), findings: [] },
  }))
  const due = { expectedAt: at(0), deadlineAt: at(2) }
  const arrivedAt = came.arrived === undefined ? null : at(came.arrived)
  return { id: slice, slice, ...due, arrivedAt, vintages } as unknown as DeliveryRecord
}

const played = (hours: number) =>
  ({ playedAt: at(hours), definition: { calendar: { played: true } } }) as Feed

test('given a played calendar, when judged, then its own clock counts, not ours', () => {
  const deliveries = [
    delivery('a', { arrived: 1, loaded: [true] }),
    delivery('b', { arrived: 3, loaded: [true] }),
    delivery('c', {}),
    // The first file came in time and was broken; the good one came too late.
    delivery('d', { arrived: 1, loaded: [false, true], published: 5 }),
  ]

  const judged = expectedDeliveries({ deliveries, feed: played(4), now: at(-99) })
  const early = expectedDeliveries({ deliveries, feed: played(1), now: at(99) })

  assert.deepEqual(
    judged.map(({ slice, state, lagMinutes }) => [slice, state, lagMinutes]),
    [
      ['a', 'on time', 60],
      ['b', 'late', 180],
      ['c', 'missing', undefined],
      ['d', 'late', 300],
    ],
  )
  assert.ok(!early.some(({ slice }) => slice === 'c'))
})

test('given any numbers, when ranked, then quantiles and shares keep their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 500 }),
      (values) => {
        const sorted = values.toSorted((one, other) => one - other)
        assert.equal(quantile(values, 0), sorted[0])
        assert.equal(quantile(values, 1), sorted.at(-1))
        assert.ok(quantile(values, 0.5) <= quantile(values, 0.95))
        const points = ecdf(values)
        assert.ok(points.length <= 202)
        assert.equal(points.at(-1)?.y, 1)
      },
    ),
  )
})

test('given steady volumes, when one is a fifth, then it alone is odd', () => {
  const volumes = Array.from({ length: 70 }, (_none, index) => ({
    slice: new Date(NOON + index * 24 * HOUR_MS).toISOString().slice(0, 10),
    rows: 1000 + (index % 5) * 10,
  }))
  const odd = volumes.map((volume, index) => (index === 33 ? { ...volume, rows: 200 } : volume))

  assert.deepEqual(
    judgeVolumes(odd).flatMap(({ slice, odd: one }) => (one ? [slice] : [])),
    [odd[33]?.slice],
  )
  assert.deepEqual(judgeVolumes(volumes.slice(0, 3)), [])
})
