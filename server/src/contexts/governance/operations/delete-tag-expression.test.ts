import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenExpression, saved } from '../testing/given-expression.ts'
import { arn, home, table } from '../testing/given-governance.ts'

test('given a grant by name, when the expression goes, then nothing brings it back', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  const resource = { kind: 'table-policy', expressionName: 'E' } as const
  const grant = { catalogId: home, principal: arn('analyst'), resource } as const
  const permissions = ['SELECT'] as const
  await governance.grantPermissions(caller('admin'), { ...grant, permissions, grantable: [] })

  await governance.deleteTagExpression(caller('admin'), saved)

  await governance.createTagExpression(caller('admin'), saved)
  const another = await given.another()
  for (const server of [governance, another]) {
    const read = server.demandTable(caller('analyst'), table.id, 'SELECT')
    await assert.rejects(read, notFound.matches)
    const query = { catalogId: home, principal: arn('analyst') }
    assert.deepEqual(await server.listPermissions(caller('admin'), query), [])
  }
})

test('given nobody’s right, when it is deleted, then it looks absent', async () => {
  await using given = await givenExpression()

  const deleted = given.governance.deleteTagExpression(given.caller('eve'), saved)

  await assert.rejects(deleted, notFound.matches)
})
