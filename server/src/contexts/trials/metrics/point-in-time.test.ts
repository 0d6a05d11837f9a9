import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import { type GivenMetric, type GivenRows, measured } from '../testing/given-metric.ts'
import { observedLive } from './h3-observed-live.ts'
import { quantile } from './ledger.ts'
import { stampedRows } from './p1-stamped-rows.ts'
import { reportingLag } from './p2-reporting-lag.ts'
import { futureDated } from './p3-future-dated.ts'
import { backfilledShare } from './p4-backfilled-share.ts'
import { revisionRate } from './p5-revision-rate.ts'
import { revisionSize } from './p6-revision-size.ts'
import { revisionHorizon } from './p7-revision-horizon.ts'
import { silentDeletions } from './p8-silent-deletions.ts'

const FIRST = Date.parse('2024-01-01T00:00:00Z')
const HOUR_MS = 3_600_000
const RUNS = { numRuns: 25 }
const at = (hours: number) => new Date(FIRST + hours * HOUR_MS)
const wall = (hours: number) => at(hours).toISOString().slice(0, 19).replace('T', ' ')

interface Vintage {
  published: number
  landed: number
}

/** Deliveries with their vintages, by hours; ids count from 1 over all. */
function ledgerOf(all: readonly { due: number; vintages: readonly Vintage[] }[]) {
  let id = 0
  return all.map(({ due, vintages }, index) => ({
    ...{ id: `d${index}`, slice: `s${index}`, expectedAt: at(due), arrivedAt: null },
    vintages: vintages.map(({ published, landed }, number) => {
      id += 1
      return {
        ...{ id, number: number + 1, rowsLoaded: 1, findings: [] },
        ...{ publishedAt: at(published), landedAt: at(landed) },
      }
    }),
  })) as unknown as DeliveryRecord[]
}

const feed = { definition: { columns: [], key: [] } } as unknown as Feed

const someLedger = fc.array(
  fc.record({
    due: fc.integer({ min: 0, max: 1000 }),
    published: fc.integer({ min: 0, max: 1400 }),
    landed: fc.integer({ min: 0, max: 1400 }),
  }),
  { minLength: 1, maxLength: 8 },
)
const someRows = fc.array(
  fc.record({
    hour: fc.option(fc.integer({ min: 0, max: 1400 })),
    vintage: fc.integer({ min: 1, max: 10 }),
  }),
  { minLength: 1, maxLength: 50 },
)

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-9, `${value} is ${wanted}`)
}

interface Timed {
  lag: number
  live: boolean
}

test('given any clocks, when rows are stamped, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someLedger, someRows, async (ledger, rows) => {
      const clocks = ledger.map(({ due, published, landed }) => {
        const live = landed - due <= 7 * 24
        return { live, known: live ? Math.max(landed, published) : published }
      })
      const stamped = rows.filter(({ vintage }) => vintage <= ledger.length)
      const timed = stamped.flatMap(({ hour, vintage }): (Timed & { future: boolean })[] => {
        const clock = clocks[vintage - 1]
        if (hour === null || !clock) return []
        const end = (Math.floor(hour / 24) + 1) * 24
        return [{ lag: clock.known - end, live: clock.live, future: hour > clock.known }]
      })
      const deliveries = ledgerOf(ledger.map(({ due, ...one }) => ({ due, vintages: [one] })))
      const data: GivenRows = {
        columns: { t: 'timestamp', _vintage: 'long' },
        rows: rows.map(({ hour, vintage }) => [hour === null ? null : wall(hour), vintage]),
      }

      const [h3, p1, p2, p3, p4] = await measured(
        { data, feed, deliveries, charter: { columns: { eventTime: 't' } } },
        ...[observedLive, stampedRows, reportingLag, futureDated, backfilledShare],
      )

      near(h3?.value, clocks.filter(({ live }) => live).length)
      near(p1?.value, (100 * stamped.length) / rows.length)
      if (timed.length === 0) return assert.equal(p3?.value, undefined)
      near(p3?.value, (1e6 * timed.filter(({ future }) => future).length) / timed.length)
      near(p4?.value, (100 * backfilled(timed)) / timed.length)
      const ks = distance(timed)
      if (ks === undefined) assert.equal(p2?.noted, true)
      else near(p2?.value, ks)
    }),
    RUNS,
  )
})

function backfilled(timed: readonly Timed[]): number {
  const live = timed.filter((one) => one.live).map(({ lag }) => lag)
  const sorted = live.toSorted((one, other) => one - other)
  const most = sorted[Math.ceil(0.95 * sorted.length) - 1]
  const late = most === undefined ? Number.POSITIVE_INFINITY : 3 * Math.max(0, most)
  return timed.filter(({ lag, live: seen }) => !seen || lag > late).length
}

/** How far the shares of what came within so many hours lie apart at most. */
function distance(timed: readonly Timed[]): number | undefined {
  const [seen, told] = [timed.filter(({ live }) => live), timed.filter(({ live }) => !live)]
  if (seen.length === 0 || told.length === 0) return undefined
  const within = (some: readonly Timed[], hours: number) =>
    some.filter(({ lag }) => lag <= hours).length / some.length
  return Math.max(...timed.map(({ lag }) => Math.abs(within(seen, lag) - within(told, lag))))
}

const someContents = fc.array(
  fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 5, maxLength: 5 }),
  { minLength: 2, maxLength: 4 },
)

/** One delivery with contents one after the other: of each key a number, or the key is gone. */
function revised(contents: readonly (readonly (number | null)[])[]): GivenMetric {
  const rowsOf = (vintage: number): GivenRows => ({
    columns: { k: 'long', value: 'double', _vintage: 'long' },
    rows: (contents[vintage - 1] ?? []).flatMap((value, k) =>
      value === null ? [] : [[k, value, vintage]],
    ),
  })
  return {
    data: rowsOf(contents.length),
    charter: { columns: { key: ['k'] } },
    feed,
    deliveries: ledgerOf([
      { due: 0, vintages: contents.map((_none, index) => ({ published: 24 * index, landed: 0 })) },
    ]),
    revisions: contents.slice(1).map((_none, index) => ({
      ...{ slice: 's0', oldVintage: index + 1, nextVintage: index + 2, first: index === 0 },
      ...{ old: rowsOf(index + 1), next: rowsOf(index + 2) },
    })),
  }
}

test('given any contents of a delivery, when compared, then key by key is the same', async () => {
  await fc.assert(
    fc.asyncProperty(someContents, async (contents) => {
      const pairs = contents
        .slice(1)
        .flatMap((next, index) =>
          (contents[index] ?? []).map((old, k) => ({ old, next: next[k] ?? null, k, index })),
        )
      const both = pairs.filter(({ old, next }) => old !== null && next !== null)
      const changed = both.filter(({ old, next }) => old !== next)
      const before = pairs.filter(({ old }) => old !== null)
      const last = Map.groupBy(changed, ({ k }) => k)
      const days = [...last.values()].map((some) => Math.max(...some.map(({ index }) => index + 1)))

      const [p5, p6, p7, p8] = await measured(
        revised(contents),
        ...[revisionRate, revisionSize, revisionHorizon, silentDeletions],
      )

      if ((contents.at(-1) ?? []).every((value) => value === null)) return
      if (both.length > 0) near(p5?.value, (100 * changed.length) / both.length)
      if (before.length > 0)
        near(p8?.value, (1e6 * before.filter(({ next }) => next === null).length) / before.length)
      if (days.length === 0) return assert.equal(p7?.value, undefined)
      near(p7?.value, quantile(days, 0.95))
      const bias = biasOf(contents.at(-1) ?? [], changed)
      if (bias === undefined) assert.equal(p6?.value, undefined)
      else near(p6?.value, bias)
    }),
    RUNS,
  )
})

function biasOf(
  now: readonly (number | null)[],
  changed: readonly { old: number | null; next: number | null }[],
): number | undefined {
  const values = now.filter((value) => value !== null)
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  const sd = Math.sqrt(squares / (values.length - 1))
  if (!(sd > 0)) return undefined
  const moves = changed.map(({ old, next }) => (Number(next) - Number(old)) / sd)
  return Math.abs(moves.reduce((sum, move) => sum + move, 0) / moves.length)
}

test('given a column of availability, when there is no feed, then it is what counts', async () => {
  const data: GivenRows = {
    columns: { t: 'timestamp', told: 'timestamp' },
    rows: [
      [wall(0), wall(30)],
      [wall(30), wall(10)],
      [wall(5), null],
    ],
  }
  const columns = { eventTime: 't', availableAt: 'told' }

  const [p1, p2, p3] = await measured(
    { data, charter: { columns } },
    ...[stampedRows, reportingLag, futureDated],
  )
  const [without] = await measured({ data, charter: { columns: { eventTime: 't' } } }, stampedRows)

  near(p1?.value, 200 / 3)
  near(p3?.value, 500_000)
  assert.match(p2?.text ?? '', /^nothing live; declared: median -38 h, p95 6 h$/)
  assert.match(without?.remedy ?? '', /columns\.availableAt/)
})

test('given a feed and a claim of a vendor, when stamped, then our own clock counts', async () => {
  const data: GivenRows = {
    columns: { t: 'timestamp', told: 'timestamp', _vintage: 'long' },
    rows: [
      [wall(0), wall(1), 1],
      [wall(0), wall(1), 9],
    ],
  }
  const deliveries = ledgerOf([{ due: 48, vintages: [{ published: 40, landed: 50 }] }])
  const columns = { eventTime: 't', availableAt: 'told' }

  const [p1, p2] = await measured(
    { data, feed, deliveries, charter: { columns } },
    ...[stampedRows, reportingLag],
  )

  // The first row is of a vintage that we saw land; of the other there is but the vendor's word.
  near(p1?.value, 100)
  assert.match(p2?.text ?? '', /^live: median 26 h, p95 26 h; declared: median -23 h, p95 -23 h$/)
})
