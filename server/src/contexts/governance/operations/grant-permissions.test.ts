import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { arn, eng, givenTable, home, partner, table, trades } from '../testing/given-governance.ts'

const select = {
  catalogId: home,
  resource: trades,
  permissions: ['SELECT'],
  grantable: [],
} as const

test('given an admin, when it grants, then the grantee reads at once', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  await governance.grantPermissions(caller('admin'), { ...select, principal: arn('analyst') })

  const access = await governance.demandTable(caller('analyst'), table.id, 'SELECT')
  assert.equal(access.restricted, false)
})

test('given a second server, when it starts, then it decides by the same rules', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), { ...select, principal: arn('analyst') })

  const another = await given.another()

  await another.demandTable(caller('analyst'), table.id, 'SELECT')
})

test('given a grant, when another server changes it, then it is one row', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const command = { ...select, principal: arn('analyst') }
  await governance.grantPermissions(caller('admin'), command)
  const another = await given.another()

  const again = await another.grantPermissions(caller('admin'), command)
  await another.revokePermissions(caller('admin'), command)

  assert.deepEqual(again.changes, [])
  const read = another.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
})

test('given a grant with an end, when the clock passes it, then it is over', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const endsAt = new Date(given.now.at.getTime() + 1000)
  await governance.grantPermissions(caller('admin'), { ...select, principal: arn('a'), endsAt })
  await governance.demandTable(caller('a'), table.id, 'SELECT')

  given.now.at = endsAt

  await assert.rejects(governance.demandTable(caller('a'), table.id, 'SELECT'), notFound.matches)
})

test('given no right, when somebody grants, then known and unknown look the same', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const principal = arn('mallory')
  const resource = { ...trades, table: 'nowhere' }

  const known = () => governance.grantPermissions(caller('mallory'), { ...select, principal })
  const unknown = () =>
    governance.grantPermissions(caller('mallory'), { ...select, principal, resource })

  await Promise.all([
    assert.rejects(known, notFound.matches),
    assert.rejects(unknown, notFound.matches),
  ])
})

test('given SELECT without grant option, when it is passed on, then it is denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), { ...select, principal: arn('analyst') })

  const passed = governance.grantPermissions(caller('analyst'), { ...select, principal: arn('b') })

  await assert.rejects(passed, denied.matches)
})

test('given a share, when the account grants it on, then both legs count', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const share = { ...select, principal: partner, grantable: ['SELECT'] as const }
  await governance.grantPermissions(caller(eng), share)
  const local = { ...select, principal: arn('quant', partner) }
  await governance.grantPermissions(caller('admin', partner), local)
  await governance.demandTable(caller('quant', partner), table.id, 'SELECT')

  await governance.revokePermissions(caller('admin'), { ...share, grantable: [] })

  const read = governance.demandTable(caller('quant', partner), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
})

test('given many grants at once, when all are done, then none is lost', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const names = Array.from({ length: 12 }, (_, index) => `user-${index}`)

  await Promise.all(
    names.map((name) =>
      governance.grantPermissions(caller('admin'), { ...select, principal: arn(name) }),
    ),
  )

  for (const name of names) await governance.demandTable(caller(name), table.id, 'SELECT')
})

test('given who writes the whole table, when columns are granted, then none is', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const on = { ...select, principal: arn('analyst') }
  const columns = (choice: { include: string[] } | { exclude: string[] }) =>
    ({ ...on, resource: { ...trades, kind: 'columns', ...choice } }) as const
  await governance.grantPermissions(admin, { ...on, permissions: ['INSERT'] })

  for (const choice of [{ include: ['sym'] }, { exclude: ['pnl'] }]) {
    const made = await governance.grantPermissions(admin, columns(choice))
    assert.deepEqual(made.changes, [])
    const shown = governance.planChanges(admin, [{ does: 'grant', command: columns(choice) }])
    await assert.rejects(shown, /has no effect .* grant SELECT on the table/)
  }
  const whole = await governance.grantPermissions(admin, columns({ exclude: [] }))
  assert.equal(whole.changes.length, 1)
})

test('given who writes for a while, when granted columns for longer, then it is', async () => {
  await using given = await givenTable()
  const { governance, caller, now } = given
  const admin = caller('admin')
  const on = { ...select, principal: arn('analyst') }
  const sym = { ...on, resource: { ...trades, kind: 'columns', include: ['sym'] } } as const
  const insert = { ...on, permissions: ['INSERT'] } as const
  const hours = (count: number) => new Date(now.at.getTime() + count * 3_600_000)
  await governance.grantPermissions(admin, { ...insert, endsAt: hours(2) })
  await governance.grantPermissions(admin, { ...insert, startsAt: hours(50), endsAt: hours(60) })

  const shorter = await governance.grantPermissions(admin, { ...sym, endsAt: hours(1) })
  const longer = await governance.grantPermissions(admin, { ...sym, endsAt: hours(3) })
  now.at = hours(20)
  const after = await governance.grantPermissions(admin, sym)

  assert.deepEqual(
    [shorter, longer, after].map(({ changes }) => changes.length),
    [0, 1, 1],
  )
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
})

test('given one column to grant on, when it has no effect, then not why', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const admin = caller('admin')
  const on = { ...select, principal: arn('analyst') }
  const sym = { ...on, resource: { ...trades, kind: 'columns', include: ['sym'] } } as const
  await governance.grantPermissions(admin, { ...on, permissions: ['INSERT'] })
  await governance.grantPermissions(admin, {
    ...sym,
    ...{ principal: arn('quant'), grantable: ['SELECT'] },
  })

  const shown = governance.planChanges(caller('quant'), [{ does: 'grant', command: sym }])

  await assert.rejects(shown, (error: Error) => /no effect for .*analyst$/.test(error.message))
})

test('given SELECT on all columns, when INSERT is granted, then it is', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const on = { ...select, principal: arn('analyst') }
  const resource = { ...trades, kind: 'columns', exclude: [] } as const
  await governance.grantPermissions(caller('admin'), { ...on, resource })

  const made = await governance.grantPermissions(caller('admin'), {
    ...on,
    permissions: ['INSERT'],
  })

  assert.equal(made.changes.length, 1)
})
