import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { quoteText } from '../../../foundation/duckdb.ts'
import type { Predicate } from '../../governance/index.ts'
import type { Schema } from '../model/schema.ts'
import { givenProjected } from '../testing/given-projected.ts'

/** Columns 1 to 4 of a row: `x` long, `f` double, `s` string, `b` boolean. */
type Cells = [number | null, number | null, string | null, boolean | null]

/** With the same once more inside of struct `n`: `n.x`, `n.f`, `n.i.s`, `n.i.b`. */
interface Row {
  cells: Cells
  inside: Cells | null
}

// As a new table numbers its fields: columns, then those inside of them.
const INSIDE = [6, 7, 9, 10]

const types = ['long', 'double', 'string', 'boolean'] as const
const names = ['x', 'f', 's', 'b']
const fields = (ids: readonly number[]) =>
  types.map((type, at) => ({
    ...{ id: ids[at] as number, name: names[at] as string, required: false, type },
  }))
const struct = (id: number, name: string, of: Schema['fields']) => ({
  ...{ id, name, required: false, type: { type: 'struct' as const, fields: of } },
})
const COLUMNS = [1, 2, 3, 4]
const [longs, doubles, ...others] = fields(INSIDE)
const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    ...fields(COLUMNS),
    struct(5, 'n', [longs, doubles, struct(8, 'i', others)] as Schema['fields']),
  ],
}

const word = fc.constantFrom('', 'a', 'A', 'ab', 'a%', "it's", 'ä', 'a_b', '\\', '\u{1f600}')
const double = fc.constantFrom(0, -0, 1.5, -1.5, Number.NaN, 1e300, 0.1)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 })
const cellsOf: fc.Arbitrary<Cells> = fc.tuple(
  maybe(fc.integer({ min: -3, max: 3 })),
  maybe(double),
  maybe(word),
  maybe(fc.boolean()),
)
const row: fc.Arbitrary<Row> = fc.record({ cells: cellsOf, inside: maybe(cellsOf) })
const finite = double.filter((value) => !Number.isNaN(value))
const literals = [fc.integer({ min: -3, max: 3 }).map(String), finite.map(text), word]

const ids = fc.constantFrom(COLUMNS, INSIDE)
const place = fc.record({ at: fc.integer({ min: 0, max: 2 }), ids })

const leaf: fc.Arbitrary<Predicate> = place.chain(({ at, ids: own }) => {
  const column = own[at] as number
  const value = (literals[at] as fc.Arbitrary<string>).map((one) => ({
    type: types[at] as string,
    value: one,
  }))
  const op = fc.constantFrom('=' as const, '<>', '<', '<=', '>', '>=')
  return fc.oneof(
    fc.record({ op, column: fc.constant(column), value }),
    fc.record({
      op: fc.constant('is-null' as const),
      column: fc.constantFrom(...COLUMNS, ...INSIDE),
    }),
    fc.record({
      op: fc.constant('in' as const),
      column: fc.constant(column),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      op: fc.constant('between' as const),
      column: fc.constant(column),
      low: value,
      high: value,
    }),
    fc.record({
      op: fc.constant('like' as const),
      column: fc.constant(own[2] as number),
      pattern: fc.constantFrom('a%', '_', 'a\\%', '%b', '', '\\\\', 'a\\_b'),
    }),
  )
})
const predicate = fc.letrec<{ tree: Predicate }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), term: tie('tree') }),
  ),
})).tree

function text(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

type Truth = boolean | null

/** SQL's three values, and the order of values that Spark has: NaN is the greatest number. */
function holds(one: Predicate, of: Row): Truth {
  switch (one.op) {
    case 'true':
    case 'false':
      return one.op === 'true'
    case 'not':
      return negated(holds(one.term, of))
    case 'and':
      return all(one.terms.map((term) => holds(term, of)))
    case 'or':
      return negated(all(one.terms.map((term) => negated(holds(term, of)))))
    case 'is-null':
      return cellOf(of, one.column) === null
    default:
      return compared(one, cellOf(of, one.column))
  }
}

function cellOf({ cells, inside }: Row, id: number): Cells[number] {
  return (INSIDE.includes(id) ? inside?.[INSIDE.indexOf(id)] : cells[id - 1]) ?? null
}

type Comparison = Exclude<Predicate, { op: 'and' | 'or' | 'not' | 'is-null' | 'true' | 'false' }>

function compared(one: Comparison, cell: Cells[number]): Truth {
  if (cell === null) return null
  const against = (other: { value: string }) => order(cell, meant(one.column, other.value))
  switch (one.op) {
    case 'like':
      return like(String(cell), one.pattern)
    case 'in':
      return one.values.some((value) => against(value) === 0)
    case 'between':
      return against(one.low) >= 0 && against(one.high) <= 0
    case '=':
      return against(one.value) === 0
    case '<>':
      return against(one.value) !== 0
    case '<':
      return against(one.value) < 0
    case '<=':
      return against(one.value) <= 0
    case '>':
      return against(one.value) > 0
    case '>=':
      return against(one.value) >= 0
  }
}

const negated = (truth: Truth): Truth => (truth === null ? null : !truth)

function all(truths: Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function meant(column: number, literal: string): number | string {
  return column === 3 || column === INSIDE[2] ? literal : Number(literal)
}

function order(one: number | string | boolean, other: number | string): number {
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
  if (Number.isNaN(one)) return 1
  return Number(one) - Number(other)
}

function like(value: string, pattern: string): boolean {
  const parts = [...pattern.matchAll(/\\(.)|(%)|(_)|(.)/gsu)].map(
    ([, escaped, any, one, plain]) => {
      if (any) return '.*'
      if (one) return '.'
      return (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    },
  )
  return new RegExp(`^${parts.join('')}$`, 'su').test(value)
}

function literal(value: Cells[number], type: string): string {
  return value === null
    ? `NULL::${type}`
    : `${quoteText(typeof value === 'number' ? text(value) : String(value))}::${type}`
}

function selectOf(rows: readonly Row[]): string {
  const sql = ['BIGINT', 'DOUBLE', 'VARCHAR', 'BOOLEAN']
  const literals = (cells: Cells) => cells.map((cell, at) => literal(cell, sql[at] as string))
  const tuples = rows.map(({ cells, inside }) => {
    const [x, f, s, b] = inside ? literals(inside) : []
    const nested = inside ? `{'x': ${x}, 'f': ${f}, 'i': {'s': ${s}, 'b': ${b}}}` : 'NULL'
    return `(${[...literals(cells), `${nested}::${STRUCT}`].join(', ')})`
  })
  return `SELECT * FROM (VALUES ${tuples.join(', ')}) t(x, f, s, b, n)`
}

const STRUCT = 'STRUCT(x BIGINT, f DOUBLE, i STRUCT(s VARCHAR, b BOOLEAN))'

/** As DuckDB says it in JSON. */
function shown(cell: Cells[number], at: number): unknown {
  if (cell === null || at === 3 || at === 2) return cell
  if (at === 0) return String(cell)
  return Number.isNaN(cell) ? 'NaN' : cell
}

const sorted = (rows: unknown[]) => rows.map((one) => JSON.stringify(one)).sort()

test('given random rows and policies, when projected, then all that is open is there', async () => {
  await using given = await givenProjected({ schema })
  const known: Row[] = []

  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.subarray([1, 2, 3, 4], { minLength: 1 }),
      predicate,
      fc.option(fc.tuple(fc.constantFrom(1, 2, 3, 4), predicate), { nil: undefined }),
      async (rows, columns, rowFilter, mask) => {
        if (known.length < 20) {
          await given.append(selectOf(rows))
          known.push(...rows)
        }
        const cellFilters = new Map<number, Predicate>(mask ? [mask] : [])
        given.allow({ columns: new Set(columns), rowFilter, cellFilters })

        const read = await given.read()

        const expected = known
          .filter((of) => holds(rowFilter, of) === true)
          .map((of) =>
            Object.fromEntries(
              columns.map((id) => {
                const filter = cellFilters.get(id)
                const open = !filter || holds(filter, of) === true
                return [names[id - 1], open ? shown(cellOf(of, id), id - 1) : null]
              }),
            ),
          )
        assert.deepEqual(sorted(read), sorted(expected))
      },
    ),
    { numRuns: 25, endOnFailure: true },
  )
})
