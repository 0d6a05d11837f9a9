import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, notFound } from '../errors.ts'
import { arn, givenTable, home, trades } from '../testing/given-governance.ts'

test('given an opt-in, when it is deleted by who may, then it is gone once', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const optIn = { catalogId: home, principal: arn('analyst'), resource: trades }
  await governance.createOptIn(caller('admin'), optIn)
  await assert.rejects(governance.deleteOptIn(caller('analyst'), optIn), denied.matches)

  await governance.deleteOptIn(caller('admin'), optIn)

  await assert.rejects(governance.deleteOptIn(caller('admin'), optIn), notFound.matches)
  const another = await given.another()
  assert.deepEqual(await another.listOptIns(caller('admin'), {}), [])
})
