import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { correlation } from '../model/statistics.ts'
import { type GivenMetric, measured, REF } from '../testing/given-metric.ts'
import { keyOverlap } from './o1-key-overlap.ts'
import { redundancy } from './o2-redundancy.ts'
import { explainedShare } from './o3-explained-share.ts'
import { leakageGap } from './p9-leakage-gap.ts'
import { rankIc } from './s1-rank-ic.ts'
import { incrementalIc } from './s2-incremental-ic.ts'

const FIRST = Date.parse('2024-01-01T00:00:00Z')
const DAY_MS = 86_400_000
const RUNS = { numRuns: 20 }
const dayText = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)

interface Cell {
  e: number
  day: number
  value: number
}

const someCells = fc.uniqueArray(
  fc.record({
    e: fc.integer({ min: 0, max: 4 }),
    day: fc.integer({ min: 0, max: 12 }),
    value: fc.integer({ min: -9, max: 9 }),
  }),
  { minLength: 1, maxLength: 50, selector: ({ e, day }) => `${e} ${day}` },
)

const rowsOf = (cells: readonly Cell[]) => ({
  columns: { e: 'string', day: 'date', value: 'double' } as const,
  rows: cells.map(({ e, day, value }) => [`e${e}`, dayText(day), value]),
})

const OWNED = { table: REF, entity: 'e', eventTime: 'day', fields: ['value'] }

const given = (cells: readonly Cell[], owned: readonly Cell[]): GivenMetric => ({
  data: rowsOf(cells),
  owned: [rowsOf(owned)],
  charter: { columns: { entity: 'e', eventTime: 'day' }, owned: [OWNED] },
})

function near(value: number | undefined, wanted: number): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-6, `${value} is ${wanted}`)
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    return below + (values.filter((other) => other === value).length + 1) / 2
  })
}

test('given any owned data, when compared, then cell by cell gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(someCells, someCells, async (cells, owned) => {
      const keyOf = ({ e, day }: Cell) => `${e} ${day}`
      const own = new Map(owned.map((cell) => [keyOf(cell), cell.value]))
      const common = cells.flatMap((cell) => {
        const value = own.get(keyOf(cell))
        return value === undefined ? [] : [{ x: cell.value, y: value }]
      })
      const [x, y] = [ranks(common.map((one) => one.x)), ranks(common.map((one) => one.y))]
      const rho = correlation(x.map((rank, at) => ({ x: rank, y: y[at] ?? 0 })))

      const [o1, o2] = await measured(given(cells, owned), keyOverlap, redundancy)

      near(o1?.value, common.length / (cells.length + owned.length - common.length))
      if (common.length < 5 || !Number.isFinite(rho)) assert.equal(o2?.value, undefined)
      else near(o2?.value, Math.abs(rho))
    }),
    RUNS,
  )
})

const PANEL = Array.from({ length: 20 * 6 }, (_none, at) => {
  const [e, day] = [at % 6, Math.floor(at / 6)]
  return { e, day, value: ((at * 7919) % 101) - 50 }
})

test('given a column made of an owned one, when explained, then all of it is', async () => {
  const twice = PANEL.map((cell) => ({ ...cell, value: 2 * cell.value + cell.day }))
  const noise = PANEL.map((cell, at) => ({ ...cell, value: ((at * 104_729) % 89) - 44 }))

  const [made] = await measured(given(twice, PANEL), explainedShare)
  const [other] = await measured(given(noise, PANEL), explainedShare)
  const [alone] = await measured(given(PANEL, []), explainedShare)

  near(made?.value, 1)
  assert.ok((other?.value ?? 1) < 0.2, `${other?.value} of noise`)
  assert.match(alone?.missing ?? '', /every owned dataset/)
})

test('given too many owned fields, when explained, then each table has its share', async () => {
  const noises = Array.from({ length: 9 }, (_none, field) => `n${field}`)
  const wide = {
    columns: { e: 'string', day: 'date', ...Object.fromEntries(noises.map((n) => [n, 'double'])) },
    rows: PANEL.map(({ e, day }, at) => [
      ...[
        `e${e}`,
        dayText(day),
        ...noises.map((_n, field) => (at * (field + 7919)) % (83 + field)),
      ],
    ]),
  } as NonNullable<GivenMetric['owned']>[number]
  const owned = [
    { ...OWNED, fields: noises },
    { ...OWNED, kind: 'factors' as const },
  ]
  const base = given(PANEL, [])
  const many = { ...base, owned: [wide, rowsOf(PANEL)], charter: { ...base.charter, owned } }

  const [share] = await measured(many, explainedShare)

  near(share?.value, 1)
  assert.equal(share?.text, '1 of value, by 8 of 10 owned fields')
})

test('given owned fields that tell the same, when explained, then one of them does', async () => {
  const base = given(PANEL, PANEL)
  const twice = { ...base, owned: [rowsOf(PANEL), rowsOf(PANEL)] }

  const [share] = await measured(
    { ...twice, charter: { ...base.charter, owned: [OWNED, OWNED] } },
    explainedShare,
  )

  near(share?.value, 1)
})

/** Returns of a day follow a number of the day before, which the owned data has or has not. */
function priced(known: readonly Cell[], drivers: readonly Cell[]): GivenMetric {
  const price = new Map<number, number>()
  const rows = Array.from({ length: 24 }, (_none, day) => day).flatMap((day) =>
    [0, 1, 2, 3, 4, 5].map((e) => {
      const driver = drivers.find((one) => one.e === e && one.day === day - 2)?.value ?? 0
      const now = (price.get(e) ?? 100) * (1 + driver / 1000)
      price.set(e, now)
      return [`e${e}`, dayText(day), now]
    }),
  )
  return {
    data: {
      columns: { e: 'string', day: 'date', told: 'date', value: 'double' },
      rows: known.map(({ e, day, value }) => [`e${e}`, dayText(day), dayText(day), value]),
    },
    market: { columns: { i: 'string', d: 'date', p: 'double' }, rows },
    charter: {
      columns: { entity: 'e', eventTime: 'day', availableAt: 'told' },
      signal: { column: 'value', aggregate: 'mean', horizonDays: 1 },
      market: { table: REF, entity: 'i', day: 'd', price: 'p' },
    },
  }
}

test('given a signal that is owned already, when residualised, then nothing is left', async () => {
  const noise = PANEL.map((cell, at) => ({ ...cell, value: ((at * 104_729) % 89) - 44 }))
  const mixed = PANEL.map((cell, at) => ({
    ...cell,
    value: cell.value + (noise[at]?.value ?? 0) / 20,
  }))
  const withOwned = (owned: readonly Cell[]): GivenMetric => {
    const base = priced(mixed, PANEL)
    return { ...base, owned: [rowsOf(owned)], charter: { ...base.charter, owned: [OWNED] } }
  }

  const [ic, same] = await measured(withOwned(PANEL), rankIc, incrementalIc)
  const [, new_] = await measured(withOwned(noise), rankIc, incrementalIc)

  assert.ok((ic?.value ?? 0) > 5, `${ic?.text}`)
  assert.ok(Math.abs(same?.value ?? 9) < 2.5, `${same?.text}`)
  assert.ok((new_?.value ?? 0) > 5, `${new_?.text}`)
})

interface Restated {
  /** What each delivery had first. */
  first: readonly Cell[]
  /** The days whose first content can still be read. */
  kept: readonly number[]
  columns?: object
}

/** Each day of the panel came again, five days later, as it is now. */
function restated({ first, kept, columns = {} }: Restated): GivenMetric {
  const base = priced(PANEL, PANEL)
  const at = (day: number) => new Date(FIRST + day * DAY_MS)
  const rowsAs = (cells: readonly Cell[], vintage: number) => ({
    columns: { e: 'string', day: 'date', value: 'double', told: 'date', _vintage: 'long' } as const,
    rows: cells.map(({ e, day, value }) => [
      ...[`e${e}`, dayText(day), value, dayText(day + 9), vintage * 100 + day],
    ]),
  })
  const days = [...new Set(PANEL.map(({ day }) => day))]
  const deliveries = days.map((day) => ({
    ...{ slice: `s${day}`, expectedAt: at(day), arrivedAt: null },
    vintages: [1, 2].map((number) => ({
      ...{ id: number * 100 + day, number, rowsLoaded: 6, findings: [] },
      ...{ publishedAt: at(day + 5 * (number - 1)), landedAt: at(day + 5 * (number - 1)) },
    })),
  }))
  return {
    ...base,
    data: rowsAs(PANEL, 2),
    feed: { definition: { columns: [], key: [] } } as unknown as NonNullable<GivenMetric['feed']>,
    deliveries: deliveries as unknown as NonNullable<GivenMetric['deliveries']>,
    revisions: days.map((day) => ({
      ...{ slice: `s${day}`, oldVintage: 100 + day, nextVintage: 200 + day },
      ...{ first: kept.includes(day), old: rowsAs(first, 1), next: rowsAs(PANEL, 2) },
    })),
    charter: {
      ...base.charter,
      columns: { entity: 'e', eventTime: 'day', key: ['e', 'day'], ...columns },
    },
  }
}

const NOISE = PANEL.map((cell, at) => ({ ...cell, value: ((at * 104_729) % 89) - 44 }))
const ALL = Array.from({ length: 20 }, (_none, day) => day)

test('given history restated by what came after, when compared, then it leaks', async () => {
  const [gap] = await measured(restated({ first: NOISE, kept: ALL }), leakageGap)

  assert.ok((gap?.value ?? 0) > 0.5, `${gap?.text ?? gap?.missing}`)
})

test('given no first content any more, when compared, then it says so', async () => {
  const [none] = await measured(restated({ first: NOISE, kept: [] }), leakageGap)

  assert.match(none?.missing ?? '', /whose first content can be read/)
})

test('given few first contents, when compared, then the others are in neither', async () => {
  const [whole] = await measured(restated({ first: NOISE, kept: ALL }), leakageGap)
  const [half] = await measured(restated({ first: NOISE, kept: ALL.slice(10) }), leakageGap)

  // Of each day there is one content, first and newest: half of the days leak as all of them do.
  assert.ok(Math.abs((half?.value ?? 0) - (whole?.value ?? 0)) < 0.3, `${half?.text}`)
  assert.ok((half?.observations ?? 99) <= 10, `${half?.observations} days`)
})

test('given a claim of the vendor, when compared, then both sides have our clock', async () => {
  const columns = { availableAt: 'told' }

  const [same] = await measured(restated({ first: PANEL, kept: ALL, columns }), leakageGap)

  near(same?.value, 0)
})
