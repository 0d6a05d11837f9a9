import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, raw } from '../testing/given-external.ts'

test('given partitions, when some are deleted, then the absent ones are told', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, [
    ['a', '1'],
    ['a', '2'],
  ])

  const failures = await catalog.deletePartitions(ana, {
    ...raw,
    partitions: [['a', '1'], ['a', '9'], ['a']],
  })

  assert.deepEqual(
    failures.map(({ values, error }) => [values.join('/'), error.code]),
    [
      ['a', 'catalog.invalid-partition'],
      ['a/9', 'catalog.no-such-partition'],
    ],
  )
  const { items } = await catalog.listPartitions(ana, { ...raw, size: 10 })
  assert.deepEqual(
    items.map(({ values }) => values),
    [['a', '2']],
  )
})
