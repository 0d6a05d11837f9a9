import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionsHold, knownOperator } from './condition.ts'

type Row = [
  operator: string,
  wanted: string | string[],
  given: string[] | undefined,
  holds: boolean,
]

/** IAM User Guide, "Condition operators" and "Single-valued vs. multivalued context keys". */
const table: Row[] = [
  ['StringEquals', 'a', ['a'], true],
  ['StringEquals', ['x', 'a'], ['a'], true],
  ['StringEquals', 'a', ['A'], false],
  ['StringEquals', 'a', undefined, false],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', ['b'], false],
  ['StringNotEquals', 'a', ['b'], true],
  ['StringNotEquals', ['a', 'b'], ['b'], false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringEqualsIgnoreCase', 'a', ['A'], true],
  ['StringNotEqualsIgnoreCase', 'a', ['A'], false],
  ['StringLike', 'home/*', ['home/ana'], true],
  ['StringLike', 'home/?', ['home/ana'], false],
  ['StringNotLike', 'home/*', ['home/ana'], false],
  ['NumericLessThanEquals', '10', ['10'], true],
  ['NumericLessThan', '10', ['9.5'], true],
  ['NumericGreaterThan', '10', ['9'], false],
  ['NumericEquals', '10', ['ten'], false],
  ['NumericNotEquals', '10', ['11'], true],
  ['DateLessThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z'], true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z'], false],
  ['DateGreaterThanEquals', '1767225600', ['2026-01-01T00:00:00Z'], true],
  ['Bool', 'true', ['true'], true],
  ['Bool', 'false', ['true'], false],
  ['Bool', 'false', undefined, false],
  ['Null', 'true', undefined, true],
  ['Null', 'false', undefined, false],
  ['Null', 'false', ['x'], true],
  ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], true],
  ['IpAddress', '10.0.0.0/8', ['11.1.2.3'], false],
  ['IpAddress', '10.1.2.3', ['10.1.2.3'], true],
  ['IpAddress', '2001:db8::/32', ['2001:db8:1::7'], true],
  ['IpAddress', '10.0.0.0/8', ['nonsense'], false],
  ['IpAddress', '10.0.0.0/', ['11.1.2.3'], false],
  ['IpAddress', '10.0.0.0/x', ['11.1.2.3'], false],
  ['IpAddress', '10.0.0.0/33', ['10.0.0.0'], false],
  ['IpAddress', '10.0.0.0/8/8', ['10.1.2.3'], false],
  ['IpAddress', '0.0.0.0/0', ['11.1.2.3'], true],
  ['NotIpAddress', '10.0.0.0/8', ['11.1.2.3'], true],
  ['ArnLike', 'arn:aws:iam::*:role/a*', ['arn:aws:iam::1:role/ab'], true],
  ['ArnLike', 'arn:aws:iam::*:role/a', ['arn:aws:iam::1:2:role/a'], false],
  ['ArnNotEquals', 'arn:aws:iam::1:role/a', ['arn:aws:iam::1:role/a'], false],
  ['ForAnyValue:StringEquals', 'a', ['x', 'a'], true],
  ['ForAnyValue:StringEquals', 'a', ['x'], false],
  ['ForAnyValue:StringEquals', 'a', undefined, false],
  ['ForAnyValue:StringNotEquals', 'a', ['a', 'x'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', 'a', undefined, true],
  ['StringIs', 'a', ['a'], false],
  ['constructor', 'a', ['a'], false],
]
for (const [operator, wanted, given, holds] of table)
  test(`given ${operator} ${wanted}, when the value is ${given}, then ${holds}`, () => {
    const context = new Map(given === undefined ? [] : [['aws:key', given]])

    const held = conditionsHold({ [operator]: { 'AWS:Key': wanted } }, context, (text) => text)

    assert.equal(held, holds)
  })

test('given operators, when IAM knows them, then so do we', () => {
  const known = ['StringEquals', 'ForAllValues:ArnLikeIfExists', 'Null', 'NotIpAddress']

  assert.deepEqual(known.map(knownOperator), [true, true, true, true])
  assert.deepEqual(['StringIs', '', 'toString'].map(knownOperator), [false, false, false])
})
