import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numbersExact } from './audit-chain.ts'

test('given numbers as PostgreSQL writes them, when they are read, then they are exact', () => {
  for (const written of ['134', '-7', '0', '0.1', '-0.00000015', `1${'0'.repeat(21)}`, '1.5'])
    assert.equal(numbersExact(`{"a": [${written}, "1.50 \\" 2.0"], "b": ${written}}`), true)
})

test('given digits that are not read, when they are looked at, then they are not exact', () => {
  for (const written of ['134.00000000000000001', '134.0', '9007199254740993', '0.10'])
    assert.equal(numbersExact(`{"a": "x", "b": ${written}}`), false, written)
})
