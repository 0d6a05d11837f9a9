import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, raw } from '../testing/given-external.ts'

test('given statistics twice, when they are kept, then the last of known columns', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, [['a', '1']])
  const of = { ...raw, partition: ['a', '1'] }
  const told = (column: string, nulls: number) => ({ column, statistics: { nulls } })

  await catalog.updateColumnStatistics(ana, { ...of, statistics: [told('delay', 1)] })
  const absent = await catalog.updateColumnStatistics(ana, {
    ...of,
    statistics: [told('delay', 2), told('nothing', 1)],
  })

  assert.deepEqual(absent, ['nothing'])
  const found = await catalog.getColumnStatistics(ana, { ...of, columns: ['delay'] })
  assert.deepEqual(found, [told('delay', 2)])
})
