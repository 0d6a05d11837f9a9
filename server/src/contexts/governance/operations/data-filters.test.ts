import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists, invalidInput, notFound } from '../errors.ts'
import { arn, givenTable, home, table } from '../testing/given-governance.ts'

const name = { catalogId: home, database: 'mkt', table: 'trades', filter: 'us' }
const us = { ...name, rows: "sym = 'US'", columns: { include: ['sym', 'px'] } }
const grant = {
  catalogId: home,
  principal: arn('analyst'),
  resource: { kind: 'filter', ...name },
  permissions: ['SELECT'],
  grantable: [],
} as const

test('given a granted filter, when a table is asked for, then it is cut', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  await governance.grantPermissions(caller('admin'), grant)

  const access = await governance.demandTable(caller('analyst'), table.id, 'SELECT')
  assert.deepEqual([...access.columns], [1, 2])
  const value = { type: 'string', value: 'US' }
  assert.deepEqual(access.rowFilter, { op: '=', column: 1, value })
  assert.equal(access.restricted, true)
})

test('given a granted filter, when another server reads it, then it is equal', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grant)

  const another = await given.another()

  const [one, other] = await Promise.all(
    [governance, another].map((server) => server.tableAccess(caller('analyst'), table.id)),
  )
  assert.equal(JSON.stringify(one?.rowFilter), JSON.stringify(other?.rowFilter))
})

test('given a granted filter, when it changes, then the next read sees it', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grant)

  await governance.updateDataFilter(caller('admin'), { ...us, rows: "sym = 'EU'" })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.match(JSON.stringify(access.rowFilter), /EU/)
})

test('given a granted filter, when it is deleted, then only by force', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grant)

  const refused = governance.deleteDataFilter(caller('admin'), name)
  await assert.rejects(refused, invalidInput.matches)
  await governance.deleteDataFilter(caller('admin'), { ...name, force: true })

  const access = await governance.tableAccess(caller('analyst'), table.id)
  assert.equal(access.permissions.size, 0)
})

test('given a filter, when made twice or seen by a stranger, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  const again = () => governance.createDataFilter(caller('admin'), us)
  const strange = () => governance.getDataFilter(caller('eve'), name)

  await Promise.all([
    assert.rejects(again, alreadyExists.matches),
    assert.rejects(strange, notFound.matches),
  ])
  const listed = await governance.listDataFilters(caller('admin'), { catalogId: home })
  assert.deepEqual(
    listed.map(({ filter, rows, columns }) => ({ filter, rows, columns })),
    [{ filter: 'us', rows: us.rows, columns: us.columns }],
  )
  assert.deepEqual(await governance.listDataFilters(caller('eve'), { catalogId: home }), [])
})
