import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, partitionOf, raw } from '../testing/given-external.ts'

test('given partitions, when they are updated, then each is told how it went', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, [
    ['a', '1'],
    ['a', '2'],
    ['a', '3'],
  ])
  const changed = { ...partitionOf().definition, properties: { seen: 'yes' } }
  const to = (...values: string[]) => ({ values, definition: changed })

  const failures = await catalog.updatePartitions(ana, {
    ...raw,
    partitions: [
      { values: ['a', '1'], to: to('a', '1') },
      { values: ['a', '2'], to: to('b', '2') },
      { values: ['a', '3'], to: to('a', '1') },
      { values: ['a', '9'], to: to('a', '9') },
      { values: ['a', '8'], to: to('b', '8') },
      { values: ['a'], to: to('a', '1') },
    ],
  })

  assert.deepEqual(
    failures.map(({ values, error }) => [values.join('/'), error.code]),
    [
      ['a', 'catalog.invalid-partition'],
      ['a/9', 'catalog.no-such-partition'],
      ['a/3', 'catalog.partition-already-exists'],
      ['a/8', 'catalog.no-such-partition'],
    ],
  )
  const { items } = await catalog.listPartitions(ana, { ...raw, size: 10 })
  assert.deepEqual(
    items.map(({ values, definition }) => [values.join('/'), definition.properties.seen]).sort(),
    [
      ['a/1', 'yes'],
      ['a/3', undefined],
      ['b/2', 'yes'],
    ],
  )
})
