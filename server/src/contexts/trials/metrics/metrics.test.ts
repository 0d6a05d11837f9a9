import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import type { Scan } from '../../catalog/index.ts'
import { parseCharter } from '../model/charter.ts'
import type { Input, Inputs } from '../model/metric.ts'
import { makeRelations } from '../steps/make-relations.ts'
import { entityCoverage } from './c1-entity-coverage.ts'
import { cellGapRate } from './c4-cell-gap-rate.ts'
import { historyDepth } from './h1-history-depth.ts'
import { matchRate } from './m1-match-rate.ts'
import { nullRate } from './q1-null-rate.ts'
import { duplicateKeys } from './q3-duplicate-keys.ts'
import { domainViolations } from './q6-domain-violations.ts'

interface Row {
  e: number
  day: number
  value: number | null
}

interface Span {
  v: number
  i: number | null
  from: number
  days: number | null
}

const FIRST = Date.parse('2024-01-20T00:00:00Z')
const DAY_MS = 86_400_000
const RUNS = { numRuns: 40 }
const dayText = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)
const monthOf = (day: number) => dayText(day).slice(0, 7)

const day = fc.integer({ min: 0, max: 80 })
const rows = fc.array(
  fc.record({
    e: fc.integer({ min: 0, max: 4 }),
    day,
    value: fc.option(fc.integer({ min: -5, max: 5 })),
  }),
  { minLength: 1, maxLength: 60 },
)
const spans = fc.array(
  fc.record({
    v: fc.integer({ min: 0, max: 5 }),
    i: fc.option(fc.integer({ min: 0, max: 3 })),
    from: day,
    days: fc.option(fc.integer({ min: 1, max: 60 })),
  }),
  { minLength: 1, maxLength: 8 },
)

const ref = { accountId: '700000000001', database: 'd', table: 't' } as never

function relation(columns: string, tuples: readonly string[]): Scan {
  return { relation: `(SELECT * FROM (VALUES ${tuples.join(', ')}) t(${columns}))` } as Scan
}

async function measuredOver(
  given: { rows: readonly Row[]; spans?: readonly Span[] },
  metric: { measure(inputs: Inputs): unknown },
): Promise<{ value?: number }> {
  const validity = { table: ref, validFrom: 'since', validTo: 'until' }
  const charter = parseCharter({
    ...{ title: 't', hypothesis: 'h', dataset: ref, roleArn: 'r' },
    columns: { entity: 'e', eventTime: 'day', key: ['e', 'day'] },
    domains: [{ column: 'value', min: -3, max: 3 }],
    ...(given.spans && {
      universe: { ...validity, entity: 'i' },
      mapping: { ...validity, from: 'v', to: 'i' },
    }),
  })
  const data = relation(
    'e, day, value',
    given.rows.map((row) => `('e${row.e}', DATE '${dayText(row.day)}', ${row.value}::INT)`),
  )
  const map = given.spans && relation('v, i, since, until', given.spans.map(spanTuple))
  await using db = await openDuckdb()
  const about = { charter, feed: undefined, missing: new Map<Input, string>() }
  await makeRelations(db, about, { data, universe: map, mapping: map, revisions: [] })
  const columns = ['e', 'day', 'value'].map((name) => ({ name, text: name === 'e' }))
  return (await metric.measure({ ...about, db, columns } as unknown as Inputs)) as never
}

function spanTuple({ v, i, from, days }: Span): string {
  const until = days === null ? 'NULL::DATE' : `DATE '${dayText(from + days)}'`
  const id = i === null ? 'NULL::VARCHAR' : `'i${i}'`
  return `('e${v}', ${id}, DATE '${dayText(from)}', ${until})`
}

const holds = (span: Span, at: number) =>
  at >= span.from && (span.days === null || at < span.from + span.days)

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-9, `${value} is ${wanted}`)
}

test('given any rows, when gaps are counted, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (some) => {
      const calendar = [...new Set(some.map((row) => row.day))].sort((a, b) => a - b)
      let [expected, present] = [0, 0]
      for (const e of new Set(some.map((row) => row.e))) {
        const own = new Set(some.filter((row) => row.e === e).map((row) => row.day))
        const first = Math.min(...own)
        for (const one of calendar.filter((at) => at >= first)) {
          expected += 1
          if (own.has(one)) present += 1
        }
      }

      const { value } = await measuredOver({ rows: some }, cellGapRate)

      near(value, (100 * (expected - present)) / expected)
    }),
    RUNS,
  )
})

test('given any map in time, when rows are matched, then one by one gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(rows, spans, async (some, map) => {
      const known = (row: Row) =>
        map.some((span) => span.v === row.e && span.i !== null && holds(span, row.day))
      const matched = some.filter(known).length

      const { value } = await measuredOver({ rows: some, spans: map }, matchRate)

      near(value, (100 * matched) / some.length)
    }),
    RUNS,
  )
})

test('given any universe in time, when covered, then month by month gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(rows, spans, async (some, map) => {
      const all = Array.from({ length: 200 }, (_none, at) => at - 40)
      let [expected, covered] = [0, 0]
      for (const month of new Set(some.map((row) => monthOf(row.day)))) {
        const days = all.filter((at) => monthOf(at) === month)
        const members = new Set(
          map.filter((span) => days.some((at) => holds(span, at))).map(({ i }) => i),
        )
        members.delete(null)
        const present = new Set(
          some
            .filter((row) => monthOf(row.day) === month)
            .flatMap((row) =>
              map.filter((span) => span.v === row.e && holds(span, row.day)).map(({ i }) => i),
            ),
        )
        expected += members.size
        covered += [...members].filter((one) => present.has(one)).length
      }

      const { value } = await measuredOver({ rows: some, spans: map }, entityCoverage)

      if (expected === 0) assert.equal(value, undefined)
      else near(value, (100 * covered) / expected)
    }),
    RUNS,
  )
})

test('given any rows, when measured, then depth, nulls, keys, domains are right', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (some) => {
      const days = some.map((row) => row.day)
      const keys = new Set(some.map((row) => `${row.e} ${row.day}`))
      const count = (fits: (row: Row) => boolean) => some.filter(fits).length

      const depth = await measuredOver({ rows: some }, historyDepth)
      const nulls = await measuredOver({ rows: some }, nullRate)
      const doubled = await measuredOver({ rows: some }, duplicateKeys)
      const outside = await measuredOver({ rows: some }, domainViolations)

      near(depth.value, (Math.max(...days) - Math.min(...days)) / 365.25)
      near(nulls.value, (100 * count(({ value }) => value === null)) / some.length)
      near(doubled.value, (1e6 * (some.length - keys.size)) / some.length)
      near(outside.value, (1e6 * count(({ value }) => Math.abs(value ?? 0) > 3)) / some.length)
    }),
    RUNS,
  )
})
