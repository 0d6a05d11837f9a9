import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAdoption } from '../adoption/run.ts'
import { noSuchAdoption } from '../errors.ts'
import { callerOf } from '../testing/given-catalog.ts'
import { adoption, givenParquet } from '../testing/given-parquet.ts'

test('given a run, when it is cancelled, then it makes nothing and another may begin', async () => {
  await using given = await givenParquet()
  const { catalog, ana, workings } = given
  await given.put('a.parquet', 'SELECT 1 AS id')
  const { id } = await catalog.adoptTable(ana, adoption)

  await catalog.cancelAdoption(ana, { id })
  await runAdoption(workings, id)

  assert.equal((await catalog.getAdoption(ana, { id })).state, 'cancelled')
  await assert.rejects(catalog.loadTable(ana, adoption))
  assert.equal((await given.adopt()).state, 'done')
})

test('given a run of ana, when eve cancels it, then there is none', async () => {
  await using given = await givenParquet()
  await given.put('a.parquet', 'SELECT 1 AS id')
  const { id } = await given.catalog.adoptTable(given.ana, adoption)

  const cancelling = given.catalog.cancelAdoption(callerOf('eve'), { id })

  await assert.rejects(cancelling, noSuchAdoption.matches)
})
