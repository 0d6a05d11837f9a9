import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Value } from '../../model/transform.ts'
import { newerFirst } from './newer-first.ts'

const spec = {
  'spec-id': 0,
  fields: [{ 'source-id': 1, 'field-id': 1000, name: 'day', transform: 'day' }],
}

function made(commit: number, day: Value | null) {
  const file = { partition: new Map([[1000, day]]) }
  return { commit, group: { spec, entries: [{ file }] } as never, day }
}

test('given files, when they are to be made, then those of late commits and days first', () => {
  const files = [made(1, 9), made(2, null), made(2, 10), made(3, 1), made(2, 9)]

  const order = files.sort(newerFirst).map(({ commit, day }) => [commit, day])

  assert.deepEqual(order, [
    ...[[3, 1]],
    ...[
      [2, 10],
      [2, 9],
      [2, null],
    ],
    ...[[1, 9]],
  ])
})

test('given days as words or bytes, when they are ordered, then the latest come first', () => {
  for (const [early, late] of [
    ['2026-01-09', '2026-01-10'],
    [Buffer.from([1, 2]), Buffer.from([1, 3])],
    [9n, 10n],
  ] as const)
    assert.ok(newerFirst(made(1, late), made(1, early)) < 0)
})
