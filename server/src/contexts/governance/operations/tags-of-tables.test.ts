import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, givenTable, home, partner, table, trades } from '../testing/given-governance.ts'

const tableIds = [table.id]

test('given a shared table, when a reader abroad looks, then its tags are told', async () => {
  await using given = await givenTags()
  const { governance, caller } = given

  const owners = await governance.tagsOfTables(caller('admin'), { tableIds })
  const abroad = await governance.tagsOfTables(caller('quant', partner), { tableIds })

  const tag = { key: 'domain', value: 'market', level: 'table' }
  assert.deepEqual(owners.get(table.id)?.table, [tag])
  assert.deepEqual(abroad.get(table.id)?.table, [tag])
})

test('given a hidden column, when its table is looked at, then its tags are hidden', async () => {
  await using given = await givenTags()
  const { governance, caller } = given

  const owners = await governance.tagsOfTables(caller('admin'), { tableIds })
  const abroad = await governance.tagsOfTables(caller('quant', partner), { tableIds })

  assert.equal(owners.get(table.id)?.columns.get(3)?.[0]?.value, 'secret')
  assert.deepEqual([...(abroad.get(table.id)?.columns.keys() ?? [])], [1, 2])
})

test('given a stranger, when tags are asked, then nothing is answered', async () => {
  await using given = await givenTags()

  const seen = await given.governance.tagsOfTables(given.caller('stranger'), { tableIds })

  assert.equal(seen.size, 0)
})

/** `pnl`, the third column, is tagged; the partner's quant reads the other two. */
async function givenTags() {
  const given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const tag = { catalogId: home, key: 'domain', values: ['market', 'secret'] }
  await governance.createTag(admin, tag)
  const onTable = { catalogId: home, resource: trades, pairs: [{ key: 'domain', value: 'market' }] }
  await governance.addTagsToResource(admin, onTable)
  const pnl = { kind: 'columns', database: 'mkt', table: 'trades', include: ['pnl'] } as const
  const onColumn = { catalogId: home, resource: pnl, pairs: [{ key: 'domain', value: 'secret' }] }
  await governance.addTagsToResource(admin, onColumn)
  const open = { ...pnl, include: ['sym', 'px'] }
  const share = { catalogId: home, resource: open, permissions: ['SELECT'] as const }
  const on = { ...share, principal: partner, grantable: ['SELECT'] as const }
  await governance.grantPermissions(admin, on)
  const quant = { ...share, principal: arn('quant', partner), grantable: [] }
  await governance.grantPermissions(caller('admin', partner), quant)
  return given
}
