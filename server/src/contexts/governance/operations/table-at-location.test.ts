import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { denied, invalidInput, locationShared, notFound } from '../errors.ts'
import { arn, givenTable, grantOfTrades, home, table, trades } from '../testing/given-governance.ts'

const location = 's3://lake/mkt/trades'

test('given a table at a registered place, when asked for, then also from below it', async () => {
  await using given = await givenPlaced()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)

  const found = await governance.tableAtLocation(caller('analyst'), `arn:aws:s3:::lake/mkt/trades/`)
  const below = await governance.tableAtLocation(caller('analyst'), `${location}/day=1`)

  assert.deepEqual(found, { accountId: home, database: 'mkt', table: 'trades' })
  assert.deepEqual(below, found)
  for (const beside of ['s3://lake/mkt', `${location}2`, 's3://other/mkt'])
    await assert.rejects(governance.tableAtLocation(caller('analyst'), beside), notFound.matches)
  await assert.rejects(governance.tableAtLocation(caller('analyst'), 'x'), invalidInput.matches)
})

test('case 205: given two tables at one place, when asked for, then they conflict', async () => {
  await using given = await givenPlaced()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const twin = { ...table, id: 'table-2', name: 'twin', location: `${location}/` }
  await transaction(given.sql, (tx) => governance.registerTable(tx, twin))

  const asked = governance.tableAtLocation(caller('analyst'), location)

  await assert.rejects(asked, locationShared.matches)
  await assert.rejects(governance.tableAtLocation(caller('eve'), location), notFound.matches)
})

test('given a part of it, or DESCRIBE, when its place is asked for, then denied', async () => {
  await using given = await givenPlaced()
  const { governance, caller } = given
  const columns = { ...trades, kind: 'columns', include: ['sym'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: columns })
  const describe = { principal: arn('intern'), permissions: ['DESCRIBE'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, ...describe })

  for (const user of ['analyst', 'intern'])
    await assert.rejects(governance.tableAtLocation(caller(user), location), denied.matches)
  await assert.rejects(governance.tableAtLocation(caller('eve'), location), notFound.matches)
})

test('given a place that nobody registered, when asked for, then it is not found', async () => {
  await using given = await givenPlaced()
  const { governance, caller } = given
  await governance.deregisterLocation(caller('admin'), 's3://lake')

  const asked = governance.tableAtLocation(caller('eng'), location)

  await assert.rejects(asked, notFound.matches)
})

/** The table lies at `location`, in the registered place s3://lake. */
async function givenPlaced() {
  const given = await givenTable()
  const { governance, caller } = given
  await transaction(given.sql, (tx) => governance.registerTable(tx, { ...table, location }))
  await governance.registerLocation(caller('admin'), { location: 's3://lake' })
  return given
}
