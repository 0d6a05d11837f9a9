import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { unknownOrDenied } from '../errors.ts'
import {
  arn,
  eng,
  givenTable,
  grantOfTrades,
  home,
  table,
  trades,
} from '../testing/given-governance.ts'

test('given a grant made twice, when it is listed, then it is one row', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  await governance.grantPermissions(caller('admin'), grantOfTrades)

  const query = { catalogId: home, resource: trades }
  const all = await governance.listPermissions(caller('admin'), query)
  const own = await governance.listPermissions(caller('analyst'), query)

  assert.deepEqual(all.map(({ principal }) => principal).sort(), [arn('analyst'), arn(eng)].sort())
  assert.deepEqual(
    own.map(({ principal, permissions }) => ({ principal, permissions })),
    [{ principal: arn('analyst'), permissions: ['SELECT'] }],
  )
})

test('given a principal and a resource, when listed, then the effective rights show', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', include: ['sym'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: columns })

  const query = { catalogId: home, resource: trades, principal: arn('analyst') }
  const rows = await governance.listPermissions(caller('admin'), query)

  assert.deepEqual(
    rows.map(({ resource, permissions }) => ({ resource, permissions })),
    [
      { resource: trades, permissions: ['DESCRIBE'] },
      { resource: columns, permissions: ['SELECT'] },
    ],
  )
})

test('given a stranger, when it lists a table, then it learns nothing', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const absent = { ...trades, table: 'nowhere' }

  const known = () =>
    governance.listPermissions(caller('eve'), { catalogId: home, resource: trades })
  const unknown = () =>
    governance.listPermissions(caller('eve'), { catalogId: home, resource: absent })

  await Promise.all([
    assert.rejects(known, unknownOrDenied.matches),
    assert.rejects(unknown, unknownOrDenied.matches),
  ])
})

test('given a grant with an end, when it is over, then it is listed as ended', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const endsAt = new Date(given.now.at.getTime() + 1000)
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, endsAt })

  given.now.at = endsAt

  const query = { catalogId: home, principal: arn('analyst') }
  const [row] = await governance.listPermissions(caller('admin'), query)
  assert.equal(row?.state, 'ended')
  assert.deepEqual(row?.endsAt, endsAt)
})

test('given all columns but one, when its reader lists, then that one is not named', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const but = (exclude: readonly string[]) => ({ ...trades, kind: 'columns', exclude }) as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: but(['pnl']) })
  const one = { ...trades, kind: 'columns', include: ['px'] } as const
  const trader = { ...grantOfTrades, principal: arn('trader') }
  await governance.grantPermissions(caller('admin'), { ...trader, resource: one })
  await governance.grantPermissions(caller('admin'), { ...trader, resource: but(['px', 'pnl']) })

  const named = async (user: string, resource?: typeof trades) => {
    const query = { catalogId: home, principal: arn(user), kinds: ['columns'] as const }
    const rows = await governance.listPermissions(caller(user), {
      ...(resource ? { catalogId: home, resource } : query),
    })
    return rows.map(({ resource: { kind: _, ...on }, withoutHidden }) => ({ ...on, withoutHidden }))
  }

  const { kind: _, ...on } = trades
  const visible = [{ ...on, include: ['sym', 'px'], withoutHidden: true }]
  assert.deepEqual(await named('analyst'), visible)
  assert.deepEqual(await named('analyst', trades), visible)
  assert.deepEqual(await named('trader'), [
    { ...on, include: ['px'], withoutHidden: undefined },
    { ...on, exclude: ['px'], withoutHidden: true },
  ])
  const all = await governance.listPermissions(caller('admin'), { catalogId: home })
  assert.match(JSON.stringify(all), /"exclude":\["pnl"\]/)
})

test('given grants of hidden columns, when who grants another lists, then without', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const only = (include: readonly string[]) => ({ ...trades, kind: 'columns', include }) as const
  const grant = (user: string, resource: ReturnType<typeof only>, grantable: ['SELECT'] | []) =>
    governance.grantPermissions(caller('admin'), {
      ...{ ...grantOfTrades, principal: arn(user), resource, grantable },
    })
  await grant('lender', only(['sym']), ['SELECT'])
  await grant('analyst', only(['sym', 'pnl']), [])
  await grant('trader', only(['pnl']), [])
  const placed = { ...table, location: 's3://lake/mkt/trades' }
  await transaction(given.sql, (tx) => governance.registerTable(tx, placed))

  const query = { catalogId: home, resource: trades }
  const lists = [
    await governance.listPermissions(caller('lender'), query),
    await governance.listPermissions(caller('lender'), { ...query, principal: arn('analyst') }),
    await governance.listPermissions(caller('lender'), { ...query, principal: arn('trader') }),
    await governance.listPathPermissions(caller('lender'), {
      ...{ catalogId: home, location: placed.location },
    }),
  ]

  assert.doesNotMatch(JSON.stringify(lists), /pnl/)
  const [all] = lists
  const columns = all?.flatMap(({ principal, resource }) =>
    'include' in resource ? [[principal, resource.include]] : [],
  )
  const told = ['analyst', 'lender'].map((user) => [arn(user), ['sym']])
  assert.deepEqual(columns?.sort(), told)
})
