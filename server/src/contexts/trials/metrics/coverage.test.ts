import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import { deviation, mean } from '../model/statistics.ts'
import { type GivenRows, measured, REF } from '../testing/given-metric.ts'
import { entityCoverage } from './c1-entity-coverage.ts'
import { weightCoverage } from './c2-weight-coverage.ts'
import { segmentCoverage } from './c3-segment-coverage.ts'
import { cellGapRate } from './c4-cell-gap-rate.ts'
import { panelChurn } from './c5-panel-churn.ts'
import { coverageVolatility } from './c6-coverage-volatility.ts'
import { historyDepth } from './h1-history-depth.ts'
import { effectiveDepth } from './h2-effective-depth.ts'
import { matchRate } from './m1-match-rate.ts'
import { ambiguity } from './m2-ambiguity.ts'
import { invalidMapping } from './m3-invalid-mapping.ts'
import { auditedPrecision } from './m4-audited-precision.ts'
import { survivorshipGap } from './p10-survivorship-gap.ts'

interface Row {
  e: number
  day: number
}

interface Span {
  v: number
  i: number | null
  from: number
  days: number | null
}

const FIRST = Date.parse('2024-01-20T00:00:00Z')
const DAY_MS = 86_400_000
const RUNS = { numRuns: 25 }
const dayText = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)
const monthOf = (day: number) => dayText(day).slice(0, 7)
const ALL_DAYS = Array.from({ length: 220 }, (_none, at) => at - 40)

const day = fc.integer({ min: 0, max: 140 })
const someRows = fc.array(fc.record({ e: fc.integer({ min: 0, max: 4 }), day }), {
  ...{ minLength: 1, maxLength: 60 },
})
const someSpans = fc.array(
  fc.record({
    v: fc.integer({ min: 0, max: 5 }),
    i: fc.option(fc.integer({ min: 0, max: 3 })),
    from: day,
    days: fc.option(fc.integer({ min: 1, max: 90 })),
  }),
  { minLength: 1, maxLength: 8 },
)

const dataOf = (rows: readonly Row[]): GivenRows => ({
  columns: { e: 'string', day: 'date' },
  rows: rows.map((row) => [`e${row.e}`, dayText(row.day)]),
})

/** Members weigh as much as their number says, and are of the segment odd or even. */
const spansOf = (spans: readonly Span[]): GivenRows => ({
  columns: { v: 'string', i: 'string', since: 'date', until: 'date', w: 'double', s: 'string' },
  rows: spans.map(({ v, i, from, days }) => [
    ...[`e${v}`, i === null ? null : `i${i}`, dayText(from)],
    ...[days === null ? null : dayText(from + days), (i ?? 0) + 1, `s${(i ?? 0) % 2}`],
  ]),
})

const SPAN = { table: REF, validFrom: 'since', validTo: 'until' }
const CHARTER = {
  columns: { entity: 'e', eventTime: 'day' },
  universe: { ...SPAN, entity: 'i', weight: 'w', segments: ['s'] },
  mapping: { ...SPAN, from: 'v', to: 'i' },
}

const given = (rows: readonly Row[], spans: readonly Span[]) => ({
  ...{ data: dataOf(rows), universe: spansOf(spans), mapping: spansOf(spans), charter: CHARTER },
})

const holds = (span: Span, at: number) =>
  at >= span.from && (span.days === null || at < span.from + span.days)

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-9, `${value} is ${wanted}`)
}

interface Cell {
  month: string
  i: number
  covered: boolean
}

/** Who belonged when, and was there, one by one. */
function cellsOf(rows: readonly Row[], spans: readonly Span[]): Cell[] {
  const told = rows.map((row) => row.day)
  const [first, last] = [Math.min(...told), Math.max(...told)]
  // By the days of the calendar, not by those of the rows: a month may have none.
  const within = ALL_DAYS.filter((at) => at >= first && at <= last)
  const months = [...new Set([...within.map(monthOf)])]
  return months.flatMap((month) => {
    const days = ALL_DAYS.filter((at) => monthOf(at) === month)
    const members = new Set(
      spans.filter((span) => days.some((at) => holds(span, at))).flatMap(({ i }) => i ?? []),
    )
    const present = new Set(
      rows
        .filter((row) => monthOf(row.day) === month)
        .flatMap((row) =>
          spans.filter((span) => span.v === row.e && holds(span, row.day)).map(({ i }) => i),
        ),
    )
    return [...members].map((i) => ({ month, i, covered: present.has(i) }))
  })
}

const share = (cells: readonly Cell[]) =>
  (100 * cells.filter(({ covered }) => covered).length) / cells.length

test('given any universe in time, when covered, then month by month gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someSpans, async (rows, spans) => {
      const cells = cellsOf(rows, spans)
      const [c1, c2, c3, c6] = await measured(
        given(rows, spans),
        ...[entityCoverage, weightCoverage, segmentCoverage, coverageVolatility],
      )

      if (cells.length === 0) return assert.equal(c1?.value, undefined)
      near(c1?.value, share(cells))
      const weight = (some: readonly Cell[]) => some.reduce((sum, { i }) => sum + i + 1, 0)
      near(c2?.value, (100 * weight(cells.filter(({ covered }) => covered))) / weight(cells))
      const segments = [...Map.groupBy(cells, ({ i }) => i % 2).values()]
      near(c3?.value, segments.filter((some) => share(some) === 0).length)
      const months = [...Map.groupBy(cells, ({ month }) => month).values()].map(share)
      const changes = months.slice(1).map((one, at) => one - (months[at] ?? 0))
      if (changes.length < 2) return assert.match(c6?.missing ?? '', /three months/)
      near(c6?.value, deviation(changes))
    }),
    RUNS,
  )
})

test('given members that left, when compared, then the same months are compared', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someSpans, async (rows, spans) => {
      const cells = cellsOf(rows, spans)
      const last = cells.at(-1)?.month ?? ''
      const end = ALL_DAYS.findLast((at) => monthOf(at) === last) ?? 0
      const stays = (i: number) =>
        spans.some((one) => one.i === i && (one.days === null || one.from + one.days > end))
      const months = [...Map.groupBy(cells, ({ month }) => month).values()].filter(
        (some) => some.some(({ i }) => stays(i)) && some.some(({ i }) => !stays(i)),
      )

      const [gap] = await measured(given(rows, spans), survivorshipGap)

      if (months.length === 0) return assert.equal(gap?.value, undefined)
      const both = months.flat()
      const [left, stayed] = [both.filter(({ i }) => !stays(i)), both.filter(({ i }) => stays(i))]
      near(gap?.value, share(left) - share(stayed))
    }),
    RUNS,
  )
})

test('given any map in time, when rows are matched, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someSpans, async (rows, spans) => {
      const ids = (row: Row) =>
        new Set(
          spans
            .filter((span) => span.v === row.e && span.i !== null && holds(span, row.day))
            .map(({ i }) => i),
        )
      const matched = rows.filter((row) => ids(row).size > 0).length
      const entities = new Set(rows.map(({ e }) => e))
      const doubled = new Set(rows.filter((row) => ids(row).size > 1).map(({ e }) => e))
      const invalid = rows.filter(
        ({ e, day: at }) =>
          spans.some(({ v }) => v === e) && !spans.some((one) => one.v === e && holds(one, at)),
      ).length

      const [m1, m2, m3] = await measured(
        given(rows, spans),
        ...[matchRate, ambiguity, invalidMapping],
      )

      near(m1?.value, (100 * matched) / rows.length)
      near(m2?.value, (100 * doubled.size) / entities.size)
      near(m3?.value, (1e6 * invalid) / rows.length)
    }),
    RUNS,
  )
})

test('given any rows, when gaps and churn are counted, then one by one is the same', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const calendar = [...new Set(rows.map((row) => row.day))].sort((a, b) => a - b)
      let [expected, present] = [0, 0]
      for (const own of Map.groupBy(rows, ({ e }) => e).values()) {
        const days = new Set(own.map((row) => row.day))
        const first = Math.min(...days)
        expected += calendar.filter((at) => at >= first).length
        present += days.size
      }
      const months = Map.groupBy(rows, (row) => monthOf(row.day))
      const panels = [...months.keys()]
        .sort()
        .map((one) => new Set(months.get(one)?.map((r) => r.e)))
      const churn = panels.slice(1).map((now, at) => {
        const before = panels[at] as Set<number>
        const moved = now.symmetricDifference(before).size
        return (100 * moved) / ((now.size + before.size) / 2)
      })

      const [c4, c5] = await measured(
        { data: dataOf(rows), charter: { columns: CHARTER.columns } },
        ...[cellGapRate, panelChurn],
      )

      near(c4?.value, (100 * (expected - present)) / expected)
      if (churn.length === 0) assert.equal(c5?.value, undefined)
      else near(c5?.value, mean(churn))
    }),
    RUNS,
  )
})

test('given any rows, when history is measured, then the oracle has the same depth', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const days = rows.map((row) => row.day)
      const months = Map.groupBy(rows, (row) => monthOf(row.day))
      const names = [...months.keys()].sort()
      const size = (month: string) => new Set(months.get(month)?.map(({ e }) => e)).size
      const newest = names
        .slice(-12)
        .map(size)
        .sort((a, b) => a - b)
      const half = (newest.length - 1) / 2
      const middle = ((newest[Math.floor(half)] ?? 0) + (newest[Math.ceil(half)] ?? 0)) / 2
      const from = names.find((month) => size(month) >= 0.8 * middle) ?? ''
      const first = Math.min(...(months.get(from) ?? []).map((row) => row.day))

      const [h1, h2] = await measured(
        { data: dataOf(rows), charter: { columns: CHARTER.columns } },
        ...[historyDepth, effectiveDepth],
      )

      near(h1?.value, (Math.max(...days) - Math.min(...days)) / 365.25)
      near(h2?.value, (Math.max(...days) - first) / 365.25)
    }),
    RUNS,
  )
})

test('given a checked sample, when it is small, then the lower bound says how small', async () => {
  const rows = Array.from({ length: 100 }, (_none, at) => [at !== 0])
  const [m4] = await measured(
    {
      data: dataOf([{ e: 0, day: 0 }]),
      check: { columns: { ok: 'boolean' }, rows: [...rows, [null]] },
      charter: { mappingCheck: { table: REF, correct: 'ok' } },
    },
    auditedPrecision,
  )

  // By R: binom::binom.wilson(99, 100) is 0.9455 to 0.9982.
  assert.equal(m4?.value?.toFixed(2), '94.55')
  assert.match(m4?.text ?? '', /^99 of 100 were right: 94\.55 to 99\.82 %$/)
})

test('given a month without any file, when covered, then it counts as not covered', async () => {
  const all = { v: 0, i: 0, from: 0, days: null }
  const rows = [10, 45, 50, 100].map((at) => ({ e: 0, day: at }))

  const [c1, c2, c6] = await measured(
    given(rows, [all]),
    ...[entityCoverage, weightCoverage, coverageVolatility],
  )

  // January, March and April have rows; February has none.
  assert.deepEqual(
    c1?.plot?.points.map(({ x, y }) => [x, y]),
    [
      ['2024-01-01', 100],
      ['2024-02-01', 0],
      ['2024-03-01', 100],
      ['2024-04-01', 100],
    ],
  )
  near(c1?.value, 75)
  near(c2?.value, 75)
  near(c6?.value, deviation([-100, 100, 0]))
})

test('given a date of another century, when covered, then no month between counts', async () => {
  const all = { v: 0, i: 0, from: -100_000, days: null }
  const rows = [-60_000, 0, 40].map((at) => ({ e: 0, day: at }))

  const [c1] = await measured(given(rows, [all]), entityCoverage)

  assert.equal(c1?.observations, 3)
})

test('given a calendar, when a delivery is missing, then its period is a gap of all', async () => {
  const noonOf = (at: number) => new Date(`${dayText(at)}T12:00:00Z`)
  const delivery = (at: number, arrived: boolean) => {
    const clocks = { publishedAt: noonOf(at), landedAt: noonOf(at) }
    return {
      ...{
        id: dayText(at),
        slice: dayText(at),
        expectedAt: noonOf(at),
        deadlineAt: noonOf(at + 1),
      },
      arrivedAt: arrived ? noonOf(at) : null,
      vintages: arrived ? [{ id: at + 1, number: 1, rowsLoaded: 2, findings: [], ...clocks }] : [],
    }
  }
  const deliveries = [0, 1, 2, 3].map((at) => delivery(at, at < 2)) as unknown as DeliveryRecord[]
  const event = { column: 'day', zone: 'UTC', withinSlice: true }
  const definition = { columns: [], key: [], event, calendar: { played: false } }
  const rows = [0, 1].flatMap((at) => [0, 1].map((e) => ({ e, day: at })))
  const told = { deliveries, feed: { definition } as unknown as Feed }
  const hourly = {
    columns: { e: 'string', day: 'timestamp' } as const,
    rows: rows.flatMap(({ e, day: at }) =>
      ['06', '07'].map((hour) => [`e${e}`, `${dayText(at)} ${hour}:00:00`]),
    ),
  }
  const columns = CHARTER.columns
  const now = noonOf(3)

  const [daily] = await measured(
    { data: dataOf(rows), ...told, now, charter: { columns } },
    cellGapRate,
  )
  const [hours] = await measured(
    { data: hourly, ...told, now, charter: { columns, period: 'hour' } },
    cellGapRate,
  )
  const [alone] = await measured({ data: dataOf(rows), charter: { columns } }, cellGapRate)

  // The third day is past its deadline and was not there; the fourth may still come.
  near(daily?.value, 100 / 3)
  near(hours?.value, 100 / 3)
  assert.equal(alone?.value, 0)
})
