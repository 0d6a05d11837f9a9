import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { arn, givenTable, home, iamRefused, table, trades } from '../testing/given-governance.ts'

const optIn = { catalogId: home, principal: arn('analyst'), resource: trades } as const

test('given a table open to IAM, when one is opted in, then every server asks grants', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const principal = 'IAM_ALLOWED_PRINCIPALS'
  const open = { ...optIn, principal, permissions: ['ALL'], grantable: [] } as const
  await governance.grantPermissions(caller('admin'), open)
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')

  await governance.createOptIn(caller('admin'), optIn)

  for (const server of [governance, await given.another()]) {
    const read = server.demandTable(caller('analyst'), table.id, 'SELECT')
    await assert.rejects(read, notFound.matches)
    await server.demandTable(caller('intern'), table.id, 'SELECT')
  }
})

test('given no administrator, or none whom IAM lets, when it opts in, then denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const analyst = governance.createOptIn(caller('analyst'), optIn)

  await assert.rejects(analyst, denied.matches)
  given.forbidden.add('lakeformation:CreateLakeFormationOptIn')
  const admin = governance.createOptIn(caller('admin'), optIn)
  await assert.rejects(admin, iamRefused.matches)
})
