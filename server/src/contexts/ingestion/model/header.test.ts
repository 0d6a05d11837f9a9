import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareHeader, splitLine } from './header.ts'

const contract = [
  { name: 'a', type: 'int' as const },
  { name: 'b', type: 'int' as const },
]

test('given a renamed column, when compared, then one is missing and one is new', () => {
  assert.deepEqual(compareHeader(contract, ['a', 'B']), {
    missing: ['b'],
    added: ['B'],
    additive: false,
  })
})

test('given columns in another order and one more, when compared, then it is additive', () => {
  assert.deepEqual(compareHeader(contract, ['b', 'c', 'a']), {
    missing: [],
    added: ['c'],
    additive: true,
  })
})

test('given any cells, when quoted and joined, then splitting gives them back', () => {
  const cells = fc.array(fc.string(), { minLength: 1 })
  fc.assert(
    fc.property(cells, (given) => {
      const line = given.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')
      assert.deepEqual(splitLine(line, { delimiter: ';', quote: '"' }), given)
    }),
  )
})
