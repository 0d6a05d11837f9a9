import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable } from '../testing/given-governance.ts'

test('given an admin and somebody else, when duties are asked, then they differ', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const admins = await governance.duties(caller('admin'), {})
  const others = await governance.duties(caller('quant'), {})

  assert.deepEqual(admins, { approves: true, grants: true, tags: true, audits: true })
  assert.deepEqual(others, { approves: false, grants: false, tags: true, audits: false })
})
