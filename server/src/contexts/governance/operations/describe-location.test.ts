import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTable } from '../testing/given-governance.ts'

test('given a location, when described, then it is as registered, and only whole', async () => {
  await using given = await givenTable()
  const { governance, caller, now } = given
  await governance.registerLocation(caller('admin'), { location: 's3://lake/mkt' })

  const found = await governance.describeLocation(caller('admin'), 's3://lake/mkt')

  assert.deepEqual([found.location, found.registeredAt], ['s3://lake/mkt', now.at])
  const part = governance.describeLocation(caller('admin'), 's3://lake/mkt/trades')
  await assert.rejects(part, notFound.matches)
})
