import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { arn, database, givenTable, home } from '../testing/given-governance.ts'

test('given one right, when another is demanded, then denied; without any, absent', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const resource = { kind: 'database', database: 'mkt' } as const
  const grant = { catalogId: home, principal: arn('analyst'), resource, grantable: [] }
  await governance.grantPermissions(caller('admin'), { ...grant, permissions: ['DESCRIBE'] })
  const demand = (user: string) => governance.demandDatabase(caller(user), database.id, 'DROP')

  await governance.demandDatabase(caller('analyst'), database.id, 'DESCRIBE')

  await assert.rejects(demand('analyst'), denied.matches)
  await assert.rejects(demand('eve'), notFound.matches)
})
