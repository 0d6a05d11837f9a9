import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists, denied, notFound } from '../errors.ts'
import { arn, givenTable, home, partner } from '../testing/given-governance.ts'

test('given a registered location, when a table goes there, then it needs the right', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location: 'arn:aws:s3:::lake/mkt/' })
  const resource = { kind: 'location', location: 's3://lake/mkt/oth' } as const
  await governance.grantPermissions(caller('admin'), {
    catalogId: home,
    principal: arn('eng'),
    resource,
    permissions: ['DATA_LOCATION_ACCESS'],
    grantable: [],
  })

  await governance.demandLocation(caller('eng'), 's3://lake/mkt/oth/x')

  const sibling = () => governance.demandLocation(caller('eng'), 's3://lake/mkt/other')
  const climbing = () => governance.demandLocation(caller('eng'), 's3://lake/mkt/oth/../x')
  await Promise.all([
    assert.rejects(sibling, denied.matches),
    assert.rejects(climbing, denied.matches),
  ])
  assert.equal(governance.registeredLocation('s3://lake/mkt/a/b')?.location, 's3://lake/mkt')
  assert.equal(governance.registeredLocation('s3://lake/mktx'), undefined)
  await governance.demandLocation(caller('eng'), 's3://lake/mktx')
})

test('given a location, when registered twice or by a stranger, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.registerLocation(caller('admin'), { location: 's3://lake' })

  const again = () => governance.registerLocation(caller('admin'), { location: 's3://lake/' })
  const plain = () => governance.registerLocation(caller('eve'), { location: 's3://other' })
  const foreign = () =>
    governance.registerLocation(caller('admin', partner), { location: 's3://x' })

  await Promise.all([
    assert.rejects(again, alreadyExists.matches),
    assert.rejects(plain, denied.matches),
    assert.rejects(foreign, notFound.matches),
  ])
})
