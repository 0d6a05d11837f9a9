import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unknownOrDenied } from '../errors.ts'
import { arn, eng, givenTable, grantOfTrades, home, trades } from '../testing/given-governance.ts'

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
