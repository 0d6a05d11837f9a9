import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { correlation, halfLife, lagsFor, mean, neweyWestT } from '../model/statistics.ts'
import { type GivenMetric, type GivenRows, measured, REF } from '../testing/given-metric.ts'
import { leadLag } from './o4-lead-lag.ts'
import { rankIc } from './s1-rank-ic.ts'
import { icDecay } from './s3-decay.ts'
import { quantileSpread } from './s4-quantile-spread.ts'
import { absoluteError, kpiNowcast, nowcasts } from './s5-kpi-nowcast.ts'
import { trialsTried } from './s6-trials-tried.ts'

const FIRST = Date.parse('2024-01-01T00:00:00Z')
const DAY_MS = 86_400_000
const RUNS = { numRuns: 12, endOnFailure: true }
const DAYS = 40
const HORIZON = 2
const dayText = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)
/** No prices on every sixth and seventh day. */
const SESSIONS = Array.from({ length: DAYS + 30 }, (_none, day) => day).filter((d) => d % 7 < 5)

interface Row {
  e: number
  day: number
  lag: number
  value: number
}

const someRows = fc.array(
  fc.record({
    e: fc.integer({ min: 0, max: 6 }),
    day: fc.integer({ min: 0, max: DAYS - 1 }),
    lag: fc.integer({ min: 0, max: 3 }),
    value: fc.integer({ min: -9, max: 9 }),
  }),
  { minLength: 150, maxLength: 300 },
)
const someWalk = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 50, maxLength: 50 })

/** Each entity walks by the same steps from another place on; whole numbers, as text has them. */
const priceOf = (walk: readonly number[], e: number, session: number) =>
  100 + (walk[(session + 7 * e) % 50] ?? 0) * (10 + e) + (walk[(session * 3 + e) % 50] ?? 0)

function given(rows: readonly Row[], walk: readonly number[]): GivenMetric {
  const prices = SESSIONS.flatMap((day, session) =>
    [0, 1, 2, 3, 4, 5, 6].map((e) => [`e${e}`, dayText(day), priceOf(walk, e, session)]),
  )
  return {
    data: {
      columns: { e: 'string', day: 'date', told: 'date', value: 'double' },
      rows: rows.map(({ e, day, lag, value }) => [
        ...[`e${e}`, dayText(day), dayText(day + lag), value],
      ]),
    },
    market: { columns: { i: 'string', d: 'date', p: 'double' }, rows: prices },
    charter: {
      columns: { entity: 'e', eventTime: 'day', availableAt: 'told' },
      signal: { column: 'value', aggregate: 'mean', horizonDays: HORIZON, costBps: 7 },
      market: { table: REF, entity: 'i', day: 'd', price: 'p' },
    },
  }
}

interface Scored {
  a: number
  entry: number
  e: number
  s: number
  r: number
}

/** Who knew what when, and what followed, one by one. */
function scoredOf(rows: readonly Row[], walk: readonly number[], horizon: number): Scored[] {
  const daily = [...Map.groupBy(rows, ({ e, day }) => `${e} ${day}`).values()].map((some) => ({
    ...{ e: some[0]?.e ?? 0, day: some[0]?.day ?? 0 },
    a: Math.max(...some.map(({ day, lag }) => day + lag)),
    s: mean(some.map(({ value }) => value)),
  }))
  const newest = [...Map.groupBy(daily, ({ e, a }) => `${e} ${a}`).values()].map((some) =>
    some.reduce((last, one) => (one.day > last.day ? one : last)),
  )
  return newest.flatMap(({ e, a, s }): Scored[] => {
    const entry = SESSIONS.findIndex((day) => day > a)
    if (entry < 0 || entry + horizon >= SESSIONS.length) return []
    const [from, to] = [priceOf(walk, e, entry), priceOf(walk, e, entry + horizon)]
    return from > 0 && to > 0 ? [{ a, entry, e, s, r: to / from - 1 }] : []
  })
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const same = values.filter((other) => other === value).length
    return below + (same + 1) / 2
  })
}

function icsOf(scored: readonly Scored[]): number[] {
  const days = Map.groupBy(scored, ({ a }) => a)
  return [...days.keys()]
    .sort((one, other) => one - other)
    .flatMap((a) => {
      const some = days.get(a) ?? []
      const [x, y] = [ranks(some.map(({ s }) => s)), ranks(some.map(({ r }) => r))]
      const ic = correlation(x.map((rank, at) => ({ x: rank, y: y[at] ?? 0 })))
      return some.length >= 3 && Number.isFinite(ic) ? [ic] : []
    })
}

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-6, `${value} is ${wanted}`)
}

test('given any signal and prices, when ranked, then the oracle has the same IC', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someWalk, async (rows, walk) => {
      const ics = icsOf(scoredOf(rows, walk, HORIZON))
      const decay = [1, 2, 3, 5, 10, 20, 40, 60].flatMap((x) => {
        const some = icsOf(scoredOf(rows, walk, x))
        return some.length < 2 ? [] : [{ x, y: mean(some) }]
      })

      const [s1, s3] = await measured(given(rows, walk), rankIc, icDecay)

      if (ics.length < 2) return assert.equal(s1?.value, undefined)
      const t = neweyWestT(ics, lagsFor(ics.length, HORIZON))
      if (Number.isFinite(t)) near(s1?.value, t)
      const half = halfLife(decay)
      if (half === undefined) assert.equal(s3?.value, undefined)
      else near(s3?.value, half)
    }),
    RUNS,
  )
})

/** Fifths by their share of the day's entities, as equal in size as they can be. */
function legsOf(some: readonly Scored[]): { top: Scored[]; bottom: Scored[] } {
  const sorted = some.toSorted((one, other) => one.s - other.s || one.e - other.e)
  const sizes = [0, 1, 2, 3, 4].map((q) => Math.floor((sorted.length + 4 - q) / 5))
  const [first = 0] = sizes
  const last = sizes[4] ?? 0
  return { bottom: sorted.slice(0, first), top: sorted.slice(sorted.length - last) }
}

test('given any signal, when its fifths are held, then the oracle earns as much', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someWalk, async (rows, walk) => {
      const days = Map.groupBy(scoredOf(rows, walk, HORIZON), ({ a }) => a)
      const held = [...days.keys()]
        .sort((one, other) => one - other)
        .map((a) => days.get(a) ?? [])
        .filter((some) => some.length >= 5)
        .map(legsOf)
      const net = held.map(({ top, bottom }) => {
        // A leg ends after the horizon: the newest that has is the one whose money is there.
        const entry = top[0]?.entry ?? 0
        const before = held.findLast((legs) => (legs.top[0]?.entry ?? 0) + HORIZON <= entry)
        const stayed = (now: Scored[], then: Scored[] = []) =>
          now.filter(({ e }) => then.some((one) => one.e === e)).length
        const kept = stayed(top, before?.top) + stayed(bottom, before?.bottom)
        const turnover = 1 - kept / (top.length + bottom.length)
        const spread = mean(top.map(({ r }) => r)) - mean(bottom.map(({ r }) => r))
        return (spread * 10_000 - 2 * 7 * turnover) / HORIZON
      })

      const [s4, s6] = await measured(given(rows, walk), quantileSpread, trialsTried)

      if (net.length === 0) assert.equal(s4?.value, undefined)
      else near(s4?.value, mean(net))
      assert.equal(s6?.value, 1)
    }),
    RUNS,
  )
})

const MONTHS = Array.from({ length: 16 }, (_none, at) => {
  const year = 2022 + Math.floor(at / 12)
  return `${year}-${String((at % 12) + 1).padStart(2, '0')}-01`
})

/** A signal in the middle of each month, and what is reported of the month. */
function reporting(x: (month: number) => number, y: (month: number) => number): GivenMetric {
  const rows = MONTHS.map((month, at) => {
    const day = `${month.slice(0, 8)}15`
    return ['e0', day, day, x(at)]
  })
  return {
    data: {
      columns: { e: 'string', day: 'date', told: 'date', value: 'double' },
      rows,
    },
    kpi: {
      columns: { i: 'string', p: 'date', y: 'double' },
      rows: MONTHS.map((month, at) => ['e0', month, y(at)]),
    } satisfies GivenRows,
    charter: {
      columns: { entity: 'e', eventTime: 'day', availableAt: 'told' },
      signal: { column: 'value', aggregate: 'sum' },
      kpi: { table: REF, entity: 'i', period: 'p', value: 'y' },
    },
  }
}

test('given a signal two months ahead, when compared, then it leads by two months', async () => {
  const wave = (at: number) => 100 + 30 * Math.sin(at) + 7 * Math.cos(at * 2.3)

  const [lead] = await measured(
    reporting(wave, (at) => wave(at - 2)),
    leadLag,
  )

  assert.ok(Math.abs((lead?.value ?? 0) - 61) <= 1, `${lead?.value} days`)
  assert.match(lead?.text ?? '', /ρ = 1$/)
})

test('given years that begin apart, when compared, then periods are each one’s own', async () => {
  const wave = (at: number) => 100 + 30 * Math.sin(at) + 7 * Math.cos(at * 2.3)
  const base = reporting(wave, wave)
  const quarters = (first: number) =>
    MONTHS.flatMap((p, at) => (at % 3 === first ? [{ p, at }] : []))
  const known = base.data.rows.flatMap(([_e, ...row]) => ['e0', 'e1'].map((e) => [e, ...row]))
  // A quarter's number is the mean of its three months, so that the signal of it is the number.
  const mean3 = (at: number) => mean([at, at + 1, at + 2].filter((one) => one < 16).map(wave))
  const rows = [0, 1].flatMap((e) => quarters(e).map(({ p, at }) => [`e${e}`, p, mean3(at)]))
  const kpi = { columns: { i: 'string', p: 'date', y: 'double' } as const, rows }

  const [lead] = await measured({ ...base, data: { ...base.data, rows: known }, kpi }, leadLag)

  assert.match(lead?.text ?? '', /^0 days ahead, ρ = 1$/)
  assert.equal(lead?.observations, rows.length)
})

test('given reports on a line, when told, then it is right; else the oracle agrees', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 16, maxLength: 16 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 16, maxLength: 16 }),
      async (xs, ys) => {
        const all = nowcasts(MONTHS.map((p, at) => ({ p, x: xs[at] ?? 0, y: ys[at] ?? 0 })))
        const varied = new Set(xs.slice(0, 4)).size > 1

        const [told, exact] = [
          ...(await measured(
            reporting(
              (at) => xs[at] ?? 0,
              (at) => ys[at] ?? 0,
            ),
            kpiNowcast,
          )),
          ...(await measured(
            reporting(
              (at) => xs[at] ?? 0,
              (at) => 3 + 2 * (xs[at] ?? 0),
            ),
            kpiNowcast,
          )),
        ]

        near(
          told?.value,
          absoluteError(all, (one) => one.told),
        )
        near(
          told?.gate?.limit,
          absoluteError(all, ({ before }) => before),
        )
        if (varied) near(exact?.value, 0)
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
})

const EVERY_DAY = Array.from({ length: 7 * (DAYS + 25) }, (_none, at) => ({
  ...{ e: at % 7, day: Math.floor(at / 7), lag: 0, value: (at * 37) % 11 },
}))

test('given many tries, when the best is shown, then it is worth less than a first', async () => {
  const rows = EVERY_DAY
  const walk = Array.from({ length: 50 }, (_none, at) => ((at * 13) % 9) - 4)
  const variants = Array.from({ length: 99 }, (_none, at) => ({
    ...{ name: `v${at}`, sharpe: (at % 10) / 5, triedBy: 'ana', triedAt: new Date(0) },
  }))
  const shareOf = (text = '') => Number(/p = ([\d.]+)/.exec(text)?.[1])

  const [first] = await measured(given(rows, walk), trialsTried)
  const [after] = await measured({ ...given(rows, walk), variants }, trialsTried)

  assert.equal(after?.value, 100)
  assert.ok(shareOf(after?.text) < shareOf(first?.text), `${after?.text}, ${first?.text}`)
})

/** Prices of two in which top and bottom stay the same, so that nothing is traded but once. */
function steady(horizonDays: number, costBps: number): GivenMetric {
  const rows = EVERY_DAY.map((row) => ({ ...row, value: row.e }))
  const walk = Array.from({ length: 50 }, (_none, at) => ((at * 13) % 9) - 4)
  const base = given(rows, walk)
  const signal = { column: 'value', aggregate: 'mean', horizonDays, costBps } as const
  return { ...base, charter: { ...base.charter, signal } }
}

test('given legs that stay, when held, then only the first of each sleeve is bought', async () => {
  const turnoverOf = (text = '') => Number(/turnover ([\d.]+) %/.exec(text)?.[1])

  const [s4] = await measured(steady(5, 10), quantileSpread)

  // The first seven days of signals buy legs whole: none has ended yet. The rest keeps them.
  const share = 700 / (s4?.observations ?? 0)
  assert.ok(Math.abs(turnoverOf(s4?.text) - share) < 0.01, `${s4?.text} is ${share} %`)
})

test('given a longer horizon, when deflated, then what overlaps counts once', async () => {
  const [short] = await measured(steady(1, 0), trialsTried)
  const [long] = await measured(steady(5, 0), trialsTried)

  // 48 trading days have nine spans of five that do not overlap: too few for a probability.
  assert.match(short?.text ?? '', /p = /)
  assert.match(long?.text ?? '', /no returns to deflate/)
})
