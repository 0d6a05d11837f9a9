import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderedText, orderedValues } from './key-order.ts'

test('given numbers, when they are texts, then in the same order, and equal where they are', () => {
  const numbers = ['-1000.5', '-1000', '-99.25', '-99.2', '-9', '-0.05', '-0.0451', '0', '0.045']
  const more = ['0.0451', '1', '1.01', '1.1', '9', '10', '99', '100', '1000000', '9'.repeat(38)]
  const texts = [...numbers, ...more].map((one) => orderedText('number', one) as string)

  assert.deepEqual(texts, texts.toSorted())

  const same = [
    ['1', '01', '+1', '1.0', '1.'],
    ['0', '-0', '00.00', '.0'],
    ['-.5', '-0.50'],
  ]
  for (const group of same)
    assert.equal(new Set(group.map((one) => orderedText('number', one))).size, 1, `${group}`)
  for (const none of ['', '.', '-', 'x', '1e5', '0x1', ' 1', '1'.repeat(101)])
    assert.equal(orderedText('number', none), null, none)
})

test('given random numbers, when two are texts, then they compare as numbers do', () => {
  for (let count = 0; count < 2000; count += 1) {
    const [left, right] = [0, 0].map(() => ((Math.random() - 0.5) * 10 ** (count % 9)).toFixed(3))
    const texts = [left, right].map((one) => orderedText('number', one ?? '') as string)
    const order = (texts[0] as string) < (texts[1] as string) ? -1 : texts[0] === texts[1] ? 0 : 1
    assert.equal(order, Math.sign(Number(left) - Number(right)) + 0, `${left} ${right}`)
  }
})

test('given instants and what is absent, when they are texts, then by day and second', () => {
  assert.equal(orderedText('instant', '2024-01-01'), orderedText('instant', '2024-01-01T00:00'))
  const [less = '', more = ''] = ['2024-01-01 00:00:00.050', '2024-01-01 00:00:00.5'].map((one) =>
    orderedText('instant', one),
  )
  assert.ok(less && more && less < more)
  assert.equal(orderedText('instant', '1.1.2024'), null)
  const keys = ['string', 'int', 'boolean'].map((type, id) => ({ id, name: type, type }))
  const values = orderedValues(keys, ['__HIVE_DEFAULT_PARTITION__', 'x', 'true'])
  assert.deepEqual(values, [null, null, 'true'])
})
