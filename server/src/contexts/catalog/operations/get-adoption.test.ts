import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchAdoption } from '../errors.ts'
import { callerOf } from '../testing/given-catalog.ts'
import { adoption, givenParquet } from '../testing/given-parquet.ts'

test('given a run that waits, when asked for, then it has no columns yet', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', 'SELECT 1 AS id')
  const { id } = await given.catalog.adoptTable(given.ana, adoption)

  const found = await given.catalog.getAdoption(given.ana, { id })

  assert.deepEqual([found.state, found.columns, found.notes], ['queued', [], []])
  const asking = given.catalog.getAdoption(callerOf('eve'), { id })
  await assert.rejects(asking, noSuchAdoption.matches)
})
