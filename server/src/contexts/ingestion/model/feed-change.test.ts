import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidFeed } from '../errors.ts'
import { type FeedDefinition, parseFeedDefinition } from './feed.ts'
import { demandSameTable, feedChanges, judgesAnew } from './feed-change.ts'

const definition = parseFeedDefinition({
  source: { directory: '.', pattern: 'a-{date}.csv' },
  columns: [
    { name: 'day', type: 'date' },
    { name: 'count', type: 'int', min: 0 },
  ],
  target: { accountId: '700000000001', database: 'd', table: 't' },
})
const document = { name: 'a', agreementId: 'agr-1', roleArn: 'arn:aws:iam::1:role/r', definition }

function changed(change: Partial<FeedDefinition>) {
  return feedChanges(document, { ...document, definition: { ...definition, ...change } })
}

test('given the same said in another order, when compared, then nothing changes', () => {
  const turned = Object.fromEntries(Object.entries(definition).reverse()) as never

  assert.deepEqual(changed(turned), [])
})

test('given other columns, when compared, then what breaks is told from what is added', () => {
  const [day] = definition.columns
  assert.ok(day)
  const added = changed({ columns: [...definition.columns, { name: 'note', type: 'string' }] })
  const dropped = changed({ columns: [day] })
  const wider = changed({ columns: [day, { name: 'count', type: 'long' }] })
  const tighter = changed({ columns: [day, { name: 'count', type: 'int', min: 1 }] })

  const breaks = [added, dropped, wider, tighter].map(([first]) => [first?.sign, first?.breaking])
  assert.deepEqual(breaks, [
    ['+', false],
    ['-', true],
    ['~', false],
    ['~', true],
  ])
  assert.equal(added[0]?.text, 'column "note" {"type":"string"}')
})

test('given a calendar alone, when compared, then nothing is judged anew', () => {
  const calendar = {
    ...({ every: 'day', first: '2026-01-01', at: '06:00', daysAfter: 1, zone: 'UTC' } as const),
    ...{ graceMinutes: 0, played: false },
  }
  const strict = changed({ rejectedRowsMax: 3 })
  const trailer = { rule: 'trailer', line: 'END {rows}', seconds: 1 } as const

  assert.equal(judgesAnew(changed({ calendar }), definition), false)
  assert.equal(judgesAnew(strict, definition), true)
  assert.equal(judgesAnew(changed({ complete: trailer }), { complete: trailer }), true)
})

test('given rows in the table, when types cannot grow into others, then it is refused', () => {
  const [day] = definition.columns
  assert.ok(day)
  const as = (type: 'long' | 'string') => ({
    ...definition,
    columns: [day, { name: 'count', type }],
  })
  const elsewhere = { ...definition, target: { ...definition.target, table: 'other' } }

  demandSameTable(definition, as('long'))

  assert.throws(() => demandSameTable(definition, as('string')), invalidFeed.matches)
  assert.throws(() => demandSameTable(definition, elsewhere), invalidFeed.matches)
})
