import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidFeed } from '../errors.ts'
import { type FeedDefinition, parseFeedDefinition } from './feed.ts'
import type { Xml } from './format.ts'
import { xmlMapping } from './xml-mapping.ts'

const columns = [
  { name: 'day', type: 'date' },
  { name: 'last', type: 'double' },
] as const
const format: Xml = { kind: 'xml', rows: 'prices/price' }

test('given paths, when read, then each names elements with their namespaces', () => {
  const mapping = xmlMapping(
    {
      ...format,
      rows: 'prices/m:price',
      namespaces: { '': 'urn:prices', m: 'urn:money' },
      paths: [{ name: 'day', path: '../info/@m:day' }],
    },
    columns,
  )

  assert.deepEqual(mapping, {
    rows: ['{urn:prices}prices', '{urn:money}price'],
    places: [
      { up: 1, steps: ['{urn:prices}info'], attribute: '{urn:money}day' },
      { up: 0, steps: ['{urn:prices}last'] },
    ],
  })
})

test('given paths that lead nowhere, when a feed is written down, then it is refused', () => {
  const definition: Partial<FeedDefinition> = {
    source: { directory: '.', pattern: 'a.xml' },
    columns,
    target: { accountId: '1', database: 'd', table: 't' },
  }
  const day = (path: string) => ({ paths: [{ name: 'day', path }] })
  for (const change of [
    ...['@prices', '../prices', '.', 'x:prices/price', 'constructor:prices/price', 'a b/c'].map(
      (rows) => ({ rows }),
    ),
    ...['../../@day', '..', 'a//b', 'a[1]', '@', 'a/@b/c', 'x:y:z', '*', 'a/'.repeat(60)].map(day),
    { paths: [{ name: 'other', path: '@a' }] },
    { paths: [...day('@a').paths, ...day('@b').paths] },
  ])
    assert.throws(
      () => parseFeedDefinition({ ...definition, format: { ...format, ...change } }),
      invalidFeed.matches,
      JSON.stringify(change),
    )
})
