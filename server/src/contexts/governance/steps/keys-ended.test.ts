import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type GivenGovernance,
  givenTable,
  grantOfTrades,
  grantOfUs,
  table,
  us,
  usName,
} from '../testing/given-governance.ts'

type Use = 'read' | 'write'

/** Keys of the analyst for what they may do now. */
async function keysOf({ governance, caller }: GivenGovernance) {
  const analyst = caller('analyst')
  const view = governance.viewOf(await governance.tableAccess(analyst, table.id))
  const keys = { ...analyst, scope: { prefixes: [], tableId: table.id, view } }
  return (use: Use = 'read') => governance.keysEnded(keys, use)
}

test('given keys of who reads all, when the grant is taken back, then they end', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const ended = await keysOf(given)
  const before = ended()

  await governance.revokePermissions(caller('admin'), grantOfTrades)

  assert.deepEqual([before, ended()], [false, true])
})

test('given keys of a grant with an end, when it has come, then they end', async () => {
  await using given = await givenTable()
  const endsAt = new Date(given.now.at.getTime() + 30_000)
  await given.governance.grantPermissions(given.caller('admin'), { ...grantOfTrades, endsAt })
  const ended = await keysOf(given)
  const before = ended()

  given.now.at = endsAt

  assert.deepEqual([before, ended()], [false, true])
})

test('given keys of all, when a filter is all that is left, then they end', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  await governance.grantPermissions(caller('admin'), grantOfUs)
  const ended = await keysOf(given)

  await governance.revokePermissions(caller('admin'), grantOfTrades)

  assert.equal(ended(), true)
})

test('given keys of a view, when it grows, then they stay; as another they end', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)
  const ended = await keysOf(given)
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const grown = ended()
  await governance.revokePermissions(caller('admin'), grantOfTrades)
  const again = ended()

  await governance.updateDataFilter(caller('admin'), {
    ...usName,
    rows: "sym = 'EU'",
    columns: us.columns,
  })

  assert.deepEqual([grown, again, ended()], [false, false, true])
})

test('given keys that write, when INSERT is taken back, then they only read', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const both = { ...grantOfTrades, permissions: ['SELECT', 'INSERT'] as const }
  await governance.grantPermissions(caller('admin'), both)
  const ended = await keysOf(given)
  const before = [ended('read'), ended('write')]

  const insert = { ...grantOfTrades, permissions: ['INSERT'] as const }
  await governance.revokePermissions(caller('admin'), insert)

  assert.deepEqual([before, ended('read'), ended('write')], [[false, false], false, true])
})

test('given a second server, when the first takes back, then keys end there', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const other = await given.another()
  await other.start(given.pool)
  const ended = await keysOf({ ...given, governance: other })
  const before = ended()

  await governance.revokePermissions(caller('admin'), grantOfTrades)

  for (let tries = 0; !ended() && tries < 100; tries += 1) await sleep(10)
  other.close()
  assert.deepEqual([before, ended()], [false, true])
})
