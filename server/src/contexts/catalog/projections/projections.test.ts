import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays } from '../testing/given-catalog.ts'
import { givenProjected } from '../testing/given-projected.ts'

test('given some columns, when the table is loaded, then it has these and all rows', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 7]))
  given.allow({ columns: new Set([1, 3]) })

  const loaded = await given.load()

  assert.equal(loaded.projected, true)
  assert.deepEqual(
    loaded.metadata.schemas[0]?.fields.map(({ name }) => name),
    ['day', 'delay'],
  )
  assert.deepEqual(await given.read(), [
    { day: '2026-01-01', delay: '5' },
    { day: '2026-01-01', delay: '7' },
  ])
})
