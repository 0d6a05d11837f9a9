import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTable, grantOfUs, home, us, usName } from '../testing/given-governance.ts'

test('given a filter, when read, then it is as made, and absent for strangers', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)

  const { filter, rows, columns } = await governance.getDataFilter(caller('admin'), usName)

  assert.deepEqual({ filter, rows, columns }, { filter: 'us', rows: us.rows, columns: us.columns })
  await assert.rejects(governance.getDataFilter(caller('eve'), usName), notFound.matches)
})

test('given a filter by a hidden column, when its reader asks, then it is absent', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const columns = { include: ['sym', 'px'] }
  await governance.createDataFilter(caller('admin'), { ...us, rows: "pnl = 'high'", columns })
  await governance.grantPermissions(caller('admin'), grantOfUs)
  const { database, table } = usName
  const list = () =>
    governance.listDataFilters(caller('analyst'), { catalogId: home, table: { database, table } })

  const read = governance.getDataFilter(caller('analyst'), usName)

  await assert.rejects(read, notFound.matches)
  assert.deepEqual(await list(), [])
  // Whoever is let DESCRIBE it by name is shown all of it (case 133).
  const described = { ...grantOfUs, permissions: ['DESCRIBE'] } as const
  await governance.grantPermissions(caller('admin'), described)
  const { rows } = await governance.getDataFilter(caller('analyst'), usName)
  assert.equal(rows, "pnl = 'high'")
  assert.equal((await list()).length, 1)
})

test('given a filter by what its reader sees, when they ask, then it is shown', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)

  const { rows } = await governance.getDataFilter(caller('analyst'), usName)

  assert.equal(rows, us.rows)
})
