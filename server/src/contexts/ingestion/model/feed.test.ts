import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidFeed } from '../errors.ts'
import { parseFeedDefinition } from './feed.ts'

function withPattern(pattern: string) {
  return parseFeedDefinition({
    source: { directory: '.', pattern },
    columns: [{ name: 'day', type: 'date' }],
    target: { accountId: '700000000001', database: 'd', table: 't' },
  })
}

test('given a file pattern, when it names one day at most, then it is taken', () => {
  for (const pattern of ['a-{date}.csv', '*{month}*', '*', 'a'.repeat(4096)])
    assert.equal(withPattern(pattern).source.pattern, pattern)
})

test('given a file pattern of two days, or without an end, when it is read, then refused', () => {
  for (const pattern of ['{date}-{date}', '{date}/{month}', '*'.repeat(4097)])
    assert.throws(() => withPattern(pattern), invalidFeed.matches, pattern.slice(0, 20))
})
