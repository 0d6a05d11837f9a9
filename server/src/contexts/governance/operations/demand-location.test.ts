import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable } from '../testing/given-governance.ts'

test('given no registered location, when a table is put anywhere, then IAM decides', async () => {
  await using given = await givenTable()

  await given.governance.demandLocation(given.caller('analyst'), 's3://raw/x')

  assert.equal(given.governance.registeredLocation('s3://raw/x'), undefined)
})
