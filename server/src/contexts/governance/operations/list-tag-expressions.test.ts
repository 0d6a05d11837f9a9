import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenExpression, saved } from '../testing/given-expression.ts'
import { arn, home } from '../testing/given-governance.ts'

test('given two expressions, when listed, then each sees its own by name', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  await governance.createTagExpression(caller('admin'), { ...saved, name: 'A' })
  await governance.grantPermissions(caller('admin'), {
    catalogId: home,
    principal: arn('analyst'),
    resource: { kind: 'expression', name: 'E' },
    permissions: ['DESCRIBE'],
    grantable: [],
  })

  const names = async (user: string) => {
    const listed = await governance.listTagExpressions(caller(user), { catalogId: home })
    return listed.map(({ name }) => name)
  }

  const seen = await Promise.all(['admin', 'analyst', 'eve'].map(names))
  assert.deepEqual(seen, [['A', 'E'], ['E'], []])
})
