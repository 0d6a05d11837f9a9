import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainWords, searchQuery } from './search-entry.ts'

test('given names and signs, when words are taken, then only letters and digits stay', () => {
  assert.equal(
    plainWords('mobility.flights: `dep_delay` (minutes)'),
    'mobility flights dep delay minutes',
  )
})

test("given a query in PostgreSQL's own language, when it is made, then it is only words", () => {
  assert.equal(searchQuery("a & !b | 'c':*"), 'a:* & b:* & c:*')
  assert.equal(searchQuery(' .,; '), undefined)
})
