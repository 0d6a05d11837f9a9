import assert from 'node:assert/strict'
import { test } from 'node:test'
import { externalRestricted } from '../errors.ts'
import { flights, givenCatalog, schema } from '../testing/given-catalog.ts'
import { givenPartitions, partialAccess, raw } from '../testing/given-external.ts'

test('given partitions, when some are asked for, then those that are there come', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, [
    ['a', '1'],
    ['a', '2'],
    ['b', '1'],
  ])
  const partitions = [['b', '1'], ['a', '1'], ['x', '1'], ['a'], ['\0', '1']]

  const found = await catalog.getPartitions(ana, { ...raw, partitions })

  assert.deepEqual(
    found.map(({ values }) => values.join('/')),
    ['a/1', 'b/1'],
  )
  await catalog.createTable(ana, { ...flights, schema })
  assert.deepEqual(await catalog.getPartitions(ana, { ...flights, partitions }), [])
})

test('given who may read a part, when they ask, then they are told to adopt', async () => {
  await using given = await givenCatalog()
  await givenPartitions(given, [['a', '1']])
  partialAccess(given, [1])

  const asked = given.catalog.getPartitions(given.ana, { ...raw, partitions: [['a', '1']] })

  await assert.rejects(asked, (error: Error) => {
    return externalRestricted.matches(error) && /adopt/.test(error.message)
  })
})
