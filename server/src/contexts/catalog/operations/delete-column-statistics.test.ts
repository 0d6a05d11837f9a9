import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchStatistics } from '../errors.ts'
import { givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, raw } from '../testing/given-external.ts'

test('given statistics, when they are deleted, then they are gone, and once', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, [['a', '1']])
  const of = { ...raw, column: 'delay' }
  const statistics = [{ column: 'delay', statistics: {} }]
  await catalog.updateColumnStatistics(ana, { ...raw, statistics })

  await catalog.deleteColumnStatistics(ana, of)

  await assert.rejects(catalog.deleteColumnStatistics(ana, of), noSuchStatistics.matches)
  const ofPartition = { ...raw, partition: ['a', '1'] }
  await catalog.updateColumnStatistics(ana, { ...ofPartition, statistics })
  await catalog.deletePartitions(ana, { ...raw, partitions: [['a', '1']] })
  const partitions = [{ values: ['a', '1'], definition: { columns: [], properties: {}, kept: {} } }]
  await catalog.createPartitions(ana, { ...raw, partitions })
  const left = await catalog.getColumnStatistics(ana, { ...ofPartition, columns: ['delay'] })
  assert.deepEqual(left, [])
})
