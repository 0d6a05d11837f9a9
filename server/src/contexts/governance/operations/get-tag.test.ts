import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTable, home } from '../testing/given-governance.ts'

test('given a tag, when read, then its admin sees it, and nobody sees an absent one', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createTag(caller('admin'), { catalogId: home, key: 'desk', values: ['fx'] })

  const tag = await governance.getTag(caller('admin'), { catalogId: home, key: 'DESK' })

  assert.deepEqual(tag, { accountId: home, key: 'desk', values: ['fx'] })
  const absent = governance.getTag(caller('admin'), { catalogId: home, key: 'other' })
  await assert.rejects(absent, notFound.matches)
})
