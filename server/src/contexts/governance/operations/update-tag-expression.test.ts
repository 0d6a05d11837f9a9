import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { givenExpression, saved } from '../testing/given-expression.ts'
import { arn, home, table } from '../testing/given-governance.ts'

const ops = { ...saved, expression: [{ key: 'domain', values: ['ops'] }] }
const byName = {
  catalogId: home,
  principal: arn('analyst'),
  resource: { kind: 'table-policy', expressionName: 'E' },
  permissions: ['SELECT'],
  grantable: [],
} as const

test('given a grant by name, when another server updates, then both decide anew', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), byName)
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
  const another = await given.another()

  await another.updateTagExpression(caller('admin'), ops)

  const read = () => another.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
  await governance.updateTagExpression(caller('admin'), { ...ops, description: 'again' })
  const here = () => governance.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(here, notFound.matches)
})

test('given DESCRIBE alone, when it is updated, then it is denied and on record', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  const resource = { kind: 'expression', name: 'E' } as const
  const describe = { ...byName, resource, permissions: ['DESCRIBE'] } as const
  await governance.grantPermissions(caller('admin'), describe)

  const updated = governance.updateTagExpression(caller('analyst'), ops)

  await assert.rejects(updated, denied.matches)
  const kept = await given.sql.selectFrom('foundation.outbox').selectAll().execute()
  const refused = kept.filter(({ decision }) => decision === 'denied')
  assert.deepEqual(
    refused.map(({ resource }) => resource),
    ['expression E'],
  )
})
