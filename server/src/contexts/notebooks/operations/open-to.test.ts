import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenNotebooks, givenPerson } from '../testing/index.ts'

test('given two people, when one may open notebooks, then they are open to that one', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const nobody = await given.given.user(given.admin, 'nobody')

  const open = await Promise.all([ana, nobody].map((one) => given.notebooks.openTo(one)))

  assert.deepEqual(open, [true, false])
})
