import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { givenTable, home, partner } from '../testing/given-governance.ts'

const location = 's3://lake/mkt'
const roleArn = `arn:aws:iam::${home}:role/lake`
const other = `arn:aws:iam::${home}:role/other`

test('given a location with a role, when it is updated, then as told and no further', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location, roleArn })

  await governance.updateLocation(caller('admin'), { location, roleArn: other, hybrid: true })
  await governance.updateLocation(caller('admin'), { location: 'arn:aws:s3:::lake/mkt/', roleArn })

  const known = await (await given.another()).describeLocation(caller('admin'), location)
  assert.deepEqual([known.roleArn, known.hybrid], [roleArn, true])
})

test('given no role, no right or another account, when updated, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location })
  const command = { location, roleArn }

  const linked = () => governance.updateLocation(caller('admin'), command)
  const eve = () => governance.updateLocation(caller('eve'), command)
  const foreign = () => governance.updateLocation(caller('admin', partner), command)
  const absent = () =>
    governance.updateLocation(caller('admin'), { ...command, location: 's3://x' })

  await assert.rejects(linked, invalidInput.matches)
  await assert.rejects(eve, denied.matches)
  await assert.rejects(foreign, notFound.matches)
  await assert.rejects(absent, notFound.matches)
})
