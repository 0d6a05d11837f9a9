import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTags, home, trades } from '../testing/given-governance.ts'

const mkt = { kind: 'database', database: 'mkt' } as const

const market = [{ key: 'domain', value: 'market' }]

test('given an inherited tag, when it is removed below, then it is a failure', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.addTagsToResource(admin, { catalogId: home, resource: mkt, pairs: market })

  const command = { catalogId: home, resource: trades, pairs: market }
  const failures = await governance.removeTagsFromResource(admin, command)

  assert.equal(failures.length, 1)
})
