import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput } from '../errors.ts'
import { givenExpression, saved } from '../testing/given-expression.ts'
import { iamRefused } from '../testing/given-governance.ts'

test('given a saved expression, when a second server starts, then it knows it', async () => {
  await using given = await givenExpression()

  const another = await given.another()

  const known = await another.getTagExpression(given.caller('admin'), saved)
  assert.deepEqual(known, { accountId: saved.catalogId, name: 'E', expression: saved.expression })
})

test('given no right or its name taken, when saved, then it is refused', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given

  const again = governance.createTagExpression(caller('admin'), saved)
  const eve = governance.createTagExpression(caller('eve'), { ...saved, name: 'F' })

  await assert.rejects(again, invalidInput.matches)
  await assert.rejects(eve, denied.matches)
  given.forbidden.add('lakeformation:CreateLFTagExpression')
  const forbidden = governance.createTagExpression(caller('admin'), { ...saved, name: 'F' })
  await assert.rejects(forbidden, iamRefused.matches)
})
