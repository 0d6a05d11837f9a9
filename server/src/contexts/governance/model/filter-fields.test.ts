import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { givenWorld } from '../testing/given-world.ts'
import { parseFilter } from './filter-text.ts'
import type { GovernedColumn, GovernedTable } from './register.ts'
import { registeredTable } from './register-changes.ts'

const leaf = (id: number, name: string, type = 'string'): GovernedColumn => ({
  ...{ id, name, type, partitionSource: false },
})
const struct = (id: number, name: string, ...fields: GovernedColumn[]): GovernedColumn => ({
  ...leaf(id, name, 'struct'),
  fields,
})
const columns = [
  leaf(1, 'a'),
  struct(2, 'deep', leaf(3, 'B'), struct(4, 'c', leaf(5, 'date', 'long')), leaf(6, 'l', 'list')),
]
const table: GovernedTable = {
  ...{ id: 't-deep', databaseId: 'd-mkt', name: 'deep', creatorArn: 'x', columns },
}

test('given a struct, when rows are chosen by its fields, then by their own ids', () => {
  const filter = parseFilter('deep.b = \'x\' AND DEEP.c.date > 5 AND "deep".B IS NOT NULL', columns)

  assert.deepEqual(filter.op === 'and' && filter.terms, [
    { op: '=', column: 3, value: { type: 'string', value: 'x' } },
    { op: '>', column: 5, value: { type: 'long', value: '5' } },
    { op: 'not', term: { op: 'is-null', column: 3 } },
  ])
})

test('given a field that chooses no rows, when written, then it is told which', () => {
  const five = ['v', 'w', 'x', 'y', 'z'].reduceRight<GovernedColumn>(
    (inside, name, at) => struct(20 + at, name, inside),
    leaf(30, 'end'),
  )
  const parted = struct(40, 'parted', { ...leaf(41, 'p'), partitionSource: true })
  const refused = [
    ["deep.e = 'x'", 'Unknown column "deep.e"'],
    ["a.b = 'x'", 'Unknown column "a.b"'],
    ['deep.b = 5', '"5" is not a constant of type string, as column "deep.B" has'],
    ["deep = 'x'", 'Rows cannot be chosen by "deep" of type struct'],
    ['deep.c IS NULL', 'Rows cannot be chosen by "deep.c" of type struct'],
    ["deep.l = 'x'", 'Rows cannot be chosen by "deep.l" of type list'],
    ["parted.p = 'x'", '"parted.p" is in a partition column'],
    ["v.w.x.y.z.end = 'x'", '"v.w.x.y.z.end" is nested in more than 5 levels'],
  ] as const

  for (const [text, message] of refused)
    assert.throws(() => parseFilter(text, [...columns, five, parted]), { message })
})

test('given a filter on a field, when the field goes, then it opens nothing (D-17)', () => {
  const given = givenWorld()
  given.apply(registeredTable(given.state.snapshot, table, given.state.at))
  given.filter('G/admin', 'mkt.deep', 'f', 'a', "deep.b = 'x'")
  given.grant('G/admin', 'G/analyst', 'mkt.deep(@f)', 'SELECT')
  assert.equal(given.reads('G/analyst', 'mkt.deep'), 'a')

  const fewer = { ...table, columns: [leaf(1, 'a'), struct(2, 'deep', leaf(7, 'B'))] }
  given.apply(registeredTable(given.state.snapshot, fewer, given.state.at))

  assert.equal(given.reads('G/analyst', 'mkt.deep'), '')
})

test('given a policy on a field, when a table has other fields, then it leaves no row', () => {
  const given = givenWorld()
  given.apply(registeredTable(given.state.snapshot, table, given.state.at))
  given.rowPolicy('G/admin', 'p', 'deep:struct<b:string>', "deep.b = 'x'")
  given.attach('G/admin', 'p', 'T(domain=market)')
  given.grant('G/admin', 'G/analyst', 'mkt.*', 'SELECT')

  const rows = (name: string) => given.access('G/analyst', name)?.rowFilter

  assert.deepEqual(rows('mkt.deep'), {
    ...{ column: 3, op: '=', value: { type: 'string', value: 'x' } },
  })
  assert.deepEqual(rows('mkt.quotes'), { op: 'false' })
  assert.throws(() => given.rowPolicy('G/admin', 'q', 'a', "deep.b = 'x'"), invalidInput.matches)
})
