import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableLines, valueLines } from './lines.ts'

test('given values in values, when they are shown, then each has its line', () => {
  const answer = {
    table: 'flights',
    account: { id: '1', name: 'lake' },
    readable: ['year', 'month'],
    tags: [],
    columns: [
      { name: 'year', tags: [{ key: 'sensitivity', value: 'internal' }] },
      { name: 'month', tags: [] },
    ],
  }

  assert.deepEqual(valueLines(answer), [
    'table              flights',
    'account',
    '  id               1',
    '  name             lake',
    'readable           year, month',
    'tags               none',
    'columns',
    '  - name year, tags ([key sensitivity, value internal])',
    '  - name month, tags ([])',
  ])
})

test('given rows, when they are shown, then their cells stand below each other', () => {
  assert.deepEqual(tableLines([]), ['none'])
  assert.deepEqual(
    tableLines([
      ['a', 'long', ''],
      ['bbb', 'x', 'end'],
    ]),
    ['a    long', 'bbb  x     end'],
  )
})
