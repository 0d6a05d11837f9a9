import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from './errors.ts'
import { partitionExpression } from './partition-expression.ts'

test('given expressions, when they are read, then AND binds closer than OR, NOT closest', () => {
  const a = { op: '=', key: 'a', value: '1' }
  const b = { op: '<>', key: 'b', value: "it's" }
  const c = { op: '>=', key: 'c', value: '-2.5' }

  const read = partitionExpression("a=1 or b <> 'it''s' AND NOT c >= -2.5")

  assert.deepEqual(read, {
    op: 'or',
    terms: [a, { op: 'and', terms: [b, { op: 'not', term: c }] }],
  })
  const grouped = partitionExpression('(a=1 OR a = 1) and `c`>=-2.5')
  assert.deepEqual(grouped, { op: 'and', terms: [{ op: 'or', terms: [a, a] }, c] })
})

test('given every operator, when it is read, then it is what it says', () => {
  const of = (text: string) => partitionExpression(text)

  assert.deepEqual(of("day BETWEEN '2024-01-01' AND DATE '2024-02-01'"), {
    ...{ op: 'between', key: 'day', low: '2024-01-01', high: '2024-02-01' },
  })
  assert.deepEqual(of('x in (\'a\', "b", 3)'), { op: 'in', key: 'x', values: ['a', 'b', '3'] })
  assert.deepEqual(of("x not like 'a_%'"), {
    op: 'not',
    term: { op: 'like', key: 'x', pattern: 'a_%' },
  })
  assert.deepEqual(of('x is not null'), { op: 'not', term: { op: 'is-null', key: 'x' } })
  assert.deepEqual(of("'5' < x"), { op: '>', key: 'x', value: '5' })
  assert.deepEqual(of('x < > 5'), { op: '<>', key: 'x', value: '5' })
  assert.deepEqual(of('x != 5'), { op: '<>', key: 'x', value: '5' })
  assert.deepEqual(of("2024_q = 'x'"), { op: '=', key: '2024_q', value: 'x' })
})

test('given what is no expression, when it is read, then it is refused', () => {
  const wrong = [
    ...['x', 'x =', '= 5', 'x = y', 'x = 5 y = 6', '(x = 5', 'x = 5)', "x = 'a", 'x in ()', 'NOT'],
    ...[
      'x between 1',
      'x not = 5',
      "upper(x) = 'A'",
      'x = 5; drop',
      'AND x = 5',
      '5 = 5',
      'x is 5',
    ],
    ...[
      'x = 1'.padEnd(3000),
      "x = '\0'",
      "x = '\ud800'",
      `${'('.repeat(100)}x=1${')'.repeat(100)}`,
    ],
  ]
  for (const text of wrong)
    assert.throws(() => partitionExpression(text), invalidInput.matches, text)
})
