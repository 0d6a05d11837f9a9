import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTags, home, trades } from '../testing/given-governance.ts'

const ops = { catalogId: home, expression: [{ key: 'domain', values: ['ops'] }] }

test('given one tagged column, when searched, then its table is found with its tags', async () => {
  await using given = await givenColumnTag()

  const found = await given.governance.searchTablesByTags(given.caller('admin'), ops)

  const tag = { key: 'domain', value: 'ops', level: 'column' }
  const tags = { database: [], table: [], columns: [{ name: 'pnl', tags: [tag] }] }
  assert.deepEqual(found, [{ database: 'mkt', table: 'trades', tags }])
})

test('given a column that one may not see, when searched by its tag, then nothing', async () => {
  await using given = await givenColumnTag()
  const { governance, caller } = given
  const grant = { catalogId: home, principal: arn('analyst'), grantable: [] } as const
  const tag = { kind: 'tag', key: 'domain', values: ['ops'] } as const
  const described = { ...grant, resource: tag, permissions: ['DESCRIBE'] } as const
  await governance.grantPermissions(caller('admin'), described)
  const columns = { ...trades, kind: 'columns', include: ['sym'] } as const
  const select = { ...grant, resource: columns, permissions: ['SELECT'] } as const
  await governance.grantPermissions(caller('admin'), select)

  const found = await governance.searchTablesByTags(caller('analyst'), ops)

  assert.deepEqual(found, [])
  const on = { catalogId: home, resource: trades }
  const { columns: seen } = await governance.getResourceTags(caller('analyst'), on)
  assert.deepEqual(seen, [])
})

/** The table, whose column pnl has domain=ops. */
async function givenColumnTag() {
  const given = await givenTags()
  const resource = { ...trades, kind: 'columns', include: ['pnl'] } as const
  const pairs = [{ key: 'domain', value: 'ops' }]
  const command = { catalogId: home, resource, pairs }
  await given.governance.addTagsToResource(given.caller('admin'), command)
  return given
}
