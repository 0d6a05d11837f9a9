import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import {
  arn,
  type GivenGovernance,
  givenTable,
  grantOfTrades,
  home,
  partner,
  trades,
} from '../testing/given-governance.ts'

type Ask = (given: GivenGovernance, caller: Caller, column: string) => Promise<unknown>

const friend = { catalogId: home, permissions: ['SELECT'] as const, grantable: [] }
const named = (column: string) =>
  ({ ...trades, kind: 'columns', include: ['sym', column] }) as const
const pairs = [{ key: 'sens', value: 'public' }]
const filter = { catalogId: home, database: 'mkt', table: 'trades', filter: 'mine' }

const ASKS: Readonly<Record<string, Ask>> = {
  'tags of it': ({ governance }, caller, column) =>
    governance.getResourceTags(caller, { catalogId: home, resource: named(column) }),
  'a tag on it': ({ governance }, caller, column) =>
    governance.addTagsToResource(caller, { catalogId: home, resource: named(column), pairs }),
  'a tag off it': ({ governance }, caller, column) =>
    governance.removeTagsFromResource(caller, { catalogId: home, resource: named(column), pairs }),
  'a grant of it': ({ governance }, caller, column) =>
    governance.grantPermissions(caller, {
      ...{ ...friend, resource: named(column) },
      principal: arn('friend', caller.accountId),
    }),
  'a revoke of it': ({ governance }, caller, column) =>
    governance.revokePermissions(caller, {
      ...{ ...friend, resource: named(column) },
      principal: arn('friend', caller.accountId),
    }),
  'a grant of all but it': ({ governance }, caller, column) =>
    governance.grantPermissions(caller, {
      ...{ ...friend, resource: { ...trades, kind: 'columns', exclude: [column] } },
      principal: arn('friend', caller.accountId),
    }),
  'an opt-in to it': ({ governance }, caller, column) =>
    governance.createOptIn(caller, {
      ...{ catalogId: home, resource: named(column) },
      principal: arn('friend', caller.accountId),
    }),
  'opt-ins to it': ({ governance }, caller, column) =>
    governance.listOptIns(caller, { on: { catalogId: home, resource: named(column) } }),
  'a filter of it': ({ governance }, caller, column) =>
    governance.createDataFilter(caller, { ...filter, columns: { include: [column] } }),
  'a filter by it': ({ governance }, caller, column) =>
    governance.createDataFilter(caller, {
      ...{ ...filter, rows: `${column} = 'x'` },
      columns: { include: ['sym'] },
    }),
}

for (const [what, ask] of Object.entries(ASKS))
  test(`given a hidden column, when ${what} is asked for, then as of none`, async () => {
    await using given = await givenReaders()
    const readers = [
      given.caller('analyst'),
      given.caller('admin', partner),
      given.caller('quant', partner),
    ]

    for (const reader of readers) {
      const hidden = await told(ask(given, reader, 'pnl'), 'pnl')
      const absent = await told(ask(given, reader, 'nosuch'), 'nosuch')
      assert.deepEqual(hidden, absent, reader.principalArn)
      assert.match(hidden, /^governance\./)
    }
  })

test('given an admin at home, when a column is named, then it is there', async () => {
  await using given = await givenReaders()
  const resource = named('pnl')

  const tags = await given.governance.getResourceTags(given.caller('admin'), {
    ...{ catalogId: home, resource },
  })

  assert.deepEqual(
    tags.columns.map(({ name }) => name),
    ['pnl'],
  )
})

/** The refusal, without the name of the column. */
async function told(asked: Promise<unknown>, column: string): Promise<string> {
  const error = await asked.then(
    () => assert.fail('it was answered'),
    (thrown: DomainError) => thrown,
  )
  return `${error.code}: ${error.message}`.replaceAll(column, 'COLUMN')
}

/** An analyst, and another account with a user of it, none of whom sees the column `pnl`. */
async function givenReaders() {
  const given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.createTag(admin, { catalogId: home, key: 'sens', values: ['public'] })
  const pnl = { ...trades, kind: 'columns', include: ['pnl'] } as const
  await governance.addTagsToResource(admin, { catalogId: home, resource: pnl, pairs })
  const seen = { ...trades, kind: 'columns', include: ['sym', 'px'] } as const
  const grant = { ...grantOfTrades, resource: seen }
  await governance.grantPermissions(admin, { ...grant, grantable: ['SELECT'] })
  await governance.grantPermissions(admin, {
    ...{ ...grant, principal: partner },
    grantable: ['SELECT'],
  })
  const quant = { ...grant, principal: arn('quant', partner) }
  await governance.grantPermissions(caller('admin', partner), quant)
  return given
}
