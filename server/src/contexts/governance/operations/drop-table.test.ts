import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { database, givenGovernance, table } from '../testing/given-governance.ts'

test('given a table, when it is dropped and made anew, then its grants are gone', async () => {
  await using given = await givenGovernance()
  const { governance, sql } = given
  await transaction(sql, async (tx) => {
    await governance.registerDatabase(tx, database)
    await governance.registerTable(tx, { ...table, creatorArn: given.caller('eve').principalArn })
  })

  await transaction(sql, async (tx) => {
    await governance.dropTable(tx, table.id)
    await governance.registerTable(tx, { ...table, id: 'table-2' })
  })

  const rows = await sql.selectFrom('governance.grants').select('principal').execute()
  assert.equal(
    rows.some(({ principal }) => principal.endsWith('user/eve')),
    false,
  )
})
