import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerOf } from '../testing/given-catalog.ts'
import { givenParquet } from '../testing/given-parquet.ts'

test('given three runs, when listed, then the newest come first, in pages', async () => {
  await using given = await givenParquet()
  const { catalog, ana } = given
  await given.put('a.parquet', 'SELECT 1 AS id')
  const ids: string[] = []
  for (let run = 0; run < 3; run += 1) ids.unshift((await given.adopt()).id)

  const first = await catalog.listAdoptions(ana, { size: 2 })
  const rest = await catalog.listAdoptions(ana, { size: 2, token: first.next ?? '' })

  assert.deepEqual(
    [...first.items, ...rest.items].map(({ id }) => id),
    ids,
  )
  assert.equal(rest.next, undefined)
  assert.deepEqual((await catalog.listAdoptions(callerOf('eve'), {})).items, [])
})
