import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { letsThrough, markOf, sieveOf } from './sieve.ts'

test('given any texts, when one of them is asked for, then it is let through', () => {
  const through = (texts: string[]) => {
    const sieve = sieveOf(texts)
    for (const text of texts) assert.equal(letsThrough(sieve, [0, markOf(text)]), true)
  }

  fc.assert(fc.property(fc.array(fc.string(), { maxLength: 200 }), through))
})

test('given a sieve, when others are asked for, then nearly none is let through', () => {
  const sieve = sieveOf(Array.from({ length: 100 }, (_, at) => `tbl-${at}`))

  const others = Array.from({ length: 10_000 }, (_, at) => [markOf(`other-${at}`)])
  const through = others.filter((marks) => letsThrough(sieve, marks)).length

  assert.ok(through < 400, `${through} of 10000`)
  assert.equal(letsThrough(sieveOf([]), [markOf('other')]), false)
})
