import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTable } from '../testing/given-governance.ts'

test('given a location, when it is deregistered, then IAM decides again', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location: 's3://lake' })
  assert.equal((await governance.listLocations(caller('admin'), {})).length, 1)

  await governance.deregisterLocation(caller('admin'), 's3://lake')

  assert.equal(governance.registeredLocation('s3://lake/x'), undefined)
  const gone = governance.describeLocation(caller('admin'), 's3://lake')
  await assert.rejects(gone, notFound.matches)
})
