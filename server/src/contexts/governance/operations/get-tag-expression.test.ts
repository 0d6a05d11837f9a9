import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenExpression, saved } from '../testing/given-expression.ts'
import { partner } from '../testing/given-governance.ts'

test('given DESCRIBE for the partner, when its people ask, then the admin alone sees', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  const read = (user: string) => governance.getTagExpression(caller(user, partner), saved)
  await assert.rejects(read('admin'), notFound.matches)

  await governance.grantPermissions(caller('admin'), {
    catalogId: saved.catalogId,
    principal: partner,
    resource: { kind: 'expression', name: 'E' },
    permissions: ['DESCRIBE'],
    grantable: [],
  })

  assert.equal((await read('admin')).name, 'E')
  await assert.rejects(read('quant'), notFound.matches)
})
