import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { parseCondition } from '../model/condition-text.ts'
import { givenTable, grantOfTrades, home, table } from '../testing/given-governance.ts'

const FX = 'context.iam.principalTags.getTag("desk") == "fx"'
const byTag = {
  ...grantOfTrades,
  principal: `${home}:IAMPrincipals`,
  condition: parseCondition(FX),
} as const

test('given a grant by a tag, when another server decides, then the session’s counts', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), byTag)
  const another = await given.another()

  const read = (tags: Partial<ReturnType<typeof caller>>) =>
    another.demandTable({ ...caller('analyst'), ...tags }, table.id, 'SELECT')

  await read({ sessionTags: { desk: 'fx' } })
  await read({ principalTags: { desk: 'fx' } })
  await read({ sessionTags: { desk: 'fx' }, principalTags: { desk: 'rates' } })
  const without: Parameters<typeof read>[0][] = [
    {},
    { sessionTags: { desk: 'rates' }, principalTags: { desk: 'fx' } },
    { sessionTags: { DESK: 'rates' }, principalTags: { desk: 'fx' } },
  ]
  for (const tags of without) await assert.rejects(read(tags), notFound.matches)
})

test('given a grant by a tag, when listed, then its condition shows, as in the audit', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), byTag)

  const query = { catalogId: home, principal: byTag.principal }
  const [row, ...more] = await (await given.another()).listPermissions(caller('admin'), query)

  assert.equal(row?.condition?.text, FX)
  assert.deepEqual(more, [])
  const kept = await given.sql.selectFrom('foundation.outbox').select('detail').execute()
  assert.ok(kept.some(({ detail }) => detail.condition === FX))
})

test('given a tag that opens a table, when its holder passes it on, then denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), byTag)
  const analyst = { ...caller('analyst'), sessionTags: { desk: 'fx' } }

  const passed = governance.grantPermissions(analyst, grantOfTrades)

  await assert.rejects(passed, denied.matches)
})
