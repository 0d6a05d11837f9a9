import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stabilityIndex } from '../model/statistics.ts'
import { type GivenRows, measured } from '../testing/given-metric.ts'
import { quantile } from './ledger.ts'
import { nullRate } from './q1-null-rate.ts'
import { missingnessDrift } from './q2-missingness-drift.ts'
import { duplicateKeys } from './q3-duplicate-keys.ts'
import { outliers } from './q4-outliers.ts'
import { frozenValues } from './q5-frozen-values.ts'
import { domainViolations } from './q6-domain-violations.ts'
import { distributionShift } from './q7-distribution-shift.ts'
import { personalData } from './r1-personal-data.ts'
import { reidentification } from './r2-reidentification.ts'

interface Row {
  e: number
  day: number
  value: number | null
}

const FIRST = Date.parse('2024-01-20T00:00:00Z')
const DAY_MS = 86_400_000
const RUNS = { numRuns: 25 }
const dayText = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)
const quarterOf = (day: number) => {
  const at = new Date(FIRST + day * DAY_MS)
  return at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3)
}

const someRows = fc.array(
  fc.record({
    e: fc.integer({ min: 0, max: 3 }),
    day: fc.integer({ min: 0, max: 300 }),
    value: fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(90, -70))),
  }),
  { minLength: 1, maxLength: 80 },
)

const given = (rows: readonly Row[]) => ({
  data: {
    columns: { e: 'string', day: 'date', value: 'long' },
    rows: rows.map((row) => [`e${row.e}`, dayText(row.day), row.value]),
  } satisfies GivenRows,
  charter: {
    columns: { entity: 'e', eventTime: 'day', key: ['e', 'day'], quasiIdentifiers: ['e', 'value'] },
    domains: [{ column: 'value', min: -3, max: 3 }],
  },
})

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-9, `${value} is ${wanted}`)
}

test('given any rows, when nulls, keys and domains are counted, then all is right', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const keys = new Set(rows.map((row) => `${row.e} ${row.day}`))
      const count = (fits: (row: Row) => boolean) => rows.filter(fits).length
      const groups = [...Map.groupBy(rows, (row) => `${row.e} ${row.value}`).values()]

      const [q1, q3, q6, r2] = await measured(
        given(rows),
        ...[nullRate, duplicateKeys, domainViolations, reidentification],
      )

      near(q1?.value, (100 * count(({ value }) => value === null)) / rows.length)
      near(q3?.value, (1e6 * (rows.length - keys.size)) / rows.length)
      near(q6?.value, (1e6 * count(({ value }) => Math.abs(value ?? 0) > 3)) / rows.length)
      near(r2?.value, Math.min(...groups.map((some) => some.length)))
    }),
    RUNS,
  )
})

test('given any numbers, when outliers are sought, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const present = rows.filter(({ value }) => value !== null)
      let odd = 0
      for (const own of Map.groupBy(present, ({ e }) => e).values()) {
        const values = own.map(({ value }) => Number(value))
        const middle = quantile(values, 0.5)
        const off = values.map((value) => Math.abs(value - middle))
        const sd = 1.4826 * quantile(off, 0.5)
        odd += sd === 0 ? 0 : off.filter((one) => one / sd > 6).length
      }

      const [q4] = await measured(given(rows), outliers)

      if (present.length === 0) assert.equal(q4?.value, undefined)
      else near(q4?.value, (1e6 * odd) / present.length)
    }),
    RUNS,
  )
})

/** The lengths of runs of equal numbers, by series. */
function runsOf(rows: readonly Row[]): number[][] {
  const present = rows.filter(({ value }) => value !== null)
  return [...Map.groupBy(present, ({ e }) => e).values()].map((own) => {
    const days = Map.groupBy(own, (row) => row.day)
    const means = [...days.keys()]
      .sort((a, b) => a - b)
      .map((day) => {
        const values = (days.get(day) ?? []).map(({ value }) => Number(value))
        return values.reduce((sum, value) => sum + value, 0) / values.length
      })
    const runs: number[] = []
    for (const [at, value] of means.entries())
      if (at > 0 && value === means[at - 1]) runs.push((runs.pop() ?? 0) + 1)
      else runs.push(1)
    return runs
  })
}

test('given any series, when one stands still, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const series = runsOf(rows)
      const limit = quantile(series.flat(), 0.99)
      const frozen = series.filter((runs) => Math.max(...runs) > limit).length

      const [q5] = await measured(given(rows), frozenValues)

      if (series.length === 0) assert.equal(q5?.value, undefined)
      else near(q5?.value, (100 * frozen) / series.length)
    }),
    RUNS,
  )
})

test('given any quarters, when they drift, then the oracle finds the same shift', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      const last = Math.max(...rows.map((row) => quarterOf(row.day)))
      const nulls = (some: readonly Row[]) => {
        const absent = some.filter(({ value }) => value === null).length
        return [absent, some.length - absent]
      }
      const [now, past] = [
        rows.filter((row) => quarterOf(row.day) === last),
        rows.filter((row) => quarterOf(row.day) !== last),
      ]
      const present = rows.filter(({ value }) => value !== null)
      const values = present.map(({ value }) => Number(value))
      const edges = Array.from({ length: 9 }, (_none, at) => quantile(values, (at + 1) / 10))
      const bins = (some: readonly Row[]) => {
        const counts = Array.from({ length: 10 }, () => 0)
        for (const { value } of some) {
          const bin = edges.filter((edge) => Number(value) > edge).length
          counts[bin] = (counts[bin] ?? 0) + 1
        }
        return counts
      }
      const quarters = [...new Set(present.map((row) => quarterOf(row.day)))].sort((a, b) => a - b)
      const shifts = quarters
        .slice(1)
        .map((one) =>
          stabilityIndex(
            bins(present.filter((row) => quarterOf(row.day) === one)),
            bins(present.filter((row) => quarterOf(row.day) < one)),
          ),
        )

      const [q2, q7] = await measured(given(rows), missingnessDrift, distributionShift)

      if (past.length === 0) assert.equal(q2?.value, undefined)
      else near(q2?.value, stabilityIndex(nulls(now), nulls(past)))
      if (shifts.length === 0) assert.equal(q7?.value, undefined)
      else near(q7?.value, Math.max(...shifts))
    }),
    RUNS,
  )
})

test('given texts of people, when sought, then each kind is found and nothing else', async () => {
  const [r1] = await measured(
    {
      data: {
        columns: { text: 'string', n: 'long' },
        rows: [
          ['ana@example.org', 1],
          ['call +1 212-555-0147', 2],
          ['00:1b:63:84:45:e6', 3],
          ['40.712776, -74.005974', 4],
          ['Ana', 5],
        ],
      },
    },
    personalData,
  )

  assert.equal(r1?.value, (1e6 * 4) / 5)
})
