import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchPartition } from '../errors.ts'
import { givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, partialAccess, raw } from '../testing/given-external.ts'

const COLUMNS = ['carrier', 'delay']

async function givenStatistics(given: Awaited<ReturnType<typeof givenCatalog>>) {
  await givenPartitions(given, [['a', '1']])
  const statistics = COLUMNS.map((column) => ({ column, statistics: { of: column } }))
  await given.catalog.updateColumnStatistics(given.ana, { ...raw, statistics })
}

test('given statistics, when they are asked for, then those that are kept come', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenStatistics(given)

  const found = await catalog.getColumnStatistics(ana, { ...raw, columns: ['delay', 'nothing'] })

  assert.deepEqual(found, [{ column: 'delay', statistics: { of: 'delay' } }])
  const ofPartition = { ...raw, partition: ['a', '1'], columns: COLUMNS }
  assert.deepEqual(await catalog.getColumnStatistics(ana, ofPartition), [])
  const nowhere = catalog.getColumnStatistics(ana, { ...ofPartition, partition: ['x', '1'] })
  await assert.rejects(nowhere, noSuchPartition.matches)
})

test('given who reads one column, when they ask, then nothing is told of others', async () => {
  await using given = await givenCatalog()
  await givenStatistics(given)
  partialAccess(given, [1])

  const found = await given.catalog.getColumnStatistics(given.ana, { ...raw, columns: COLUMNS })

  assert.deepEqual(
    found.map(({ column }) => column),
    ['carrier'],
  )
})
