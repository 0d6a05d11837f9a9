import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists, notFound } from '../errors.ts'
import { givenTable, grantOfUs, home, table, us, usName } from '../testing/given-governance.ts'

test('given a granted filter, when a table is asked for, then it is cut', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  await governance.grantPermissions(caller('admin'), grantOfUs)

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
  await governance.grantPermissions(caller('admin'), grantOfUs)

  const another = await given.another()

  const [one, other] = await Promise.all(
    [governance, another].map((server) => server.tableAccess(caller('analyst'), table.id)),
  )
  assert.equal(JSON.stringify(one?.rowFilter), JSON.stringify(other?.rowFilter))
})

test('given a filter, when made twice or seen by a stranger, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  const again = () => governance.createDataFilter(caller('admin'), us)
  const strange = () => governance.getDataFilter(caller('eve'), usName)

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
