import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { invalidInput } from '../errors.ts'
import { arn, eng, givenTags, home, table, trades } from '../testing/given-governance.ts'

test('given grants by name and by tags, when a path is asked for, then those on it', async () => {
  await using given = await givenPlaces()
  const { governance, caller } = given
  const rows = async (user: string, location: string) => {
    const listed = await governance.listPathPermissions(caller(user), { catalogId: home, location })
    return listed.map(({ principal, resource }) => [principal, resource.kind])
  }

  const below = await rows('admin', 'arn:aws:s3:::lake/mkt/trades/part-0')

  const byName = [arn(eng), 'table']
  assert.deepEqual(below.sort(), [[arn('analyst'), 'table-policy'], byName].sort())
  assert.deepEqual(await rows('analyst', 's3://lake/mkt/trades/'), [
    [arn('analyst'), 'table-policy'],
  ])
  assert.deepEqual(await rows('eve', 's3://lake/mkt/trades'), [])
  for (const beside of ['s3://lake/mkt', 's3://lake/mkt/trades2'])
    assert.deepEqual(await rows('admin', beside), [])
  await assert.rejects(rows('admin', 's3://lake/../x'), invalidInput.matches)
})

test('given a grant that has ended, when its path is asked for, then it is not there', async () => {
  await using given = await givenPlaces()
  const { governance, caller } = given
  const endsAt = new Date(given.now.at.getTime() + 1000)
  const grant = { catalogId: home, principal: arn('intern'), resource: trades, grantable: [] }
  const permissions = ['SELECT'] as const
  await governance.grantPermissions(caller('admin'), { ...grant, permissions, endsAt })
  const query = { catalogId: home, location: 's3://lake/mkt/trades' }
  assert.equal((await governance.listPathPermissions(caller('intern'), query)).length, 1)

  given.now.at = endsAt

  assert.deepEqual(await governance.listPathPermissions(caller('intern'), query), [])
})

/** The table lies at s3://lake/mkt/trades; the analyst reads it by a tag. */
async function givenPlaces() {
  const given = await givenTags()
  const { governance, caller } = given
  const placed = { ...table, location: 's3://lake/mkt/trades/' }
  await transaction(given.sql, (tx) => governance.registerTable(tx, placed))
  const pairs = [{ key: 'domain', value: 'market' }]
  await governance.addTagsToResource(caller('admin'), { catalogId: home, resource: trades, pairs })
  for (const value of ['market', 'ops'])
    await governance.grantPermissions(caller('admin'), {
      catalogId: home,
      principal: arn('analyst'),
      resource: { kind: 'table-policy', expression: [{ key: 'domain', values: [value] }] },
      permissions: ['SELECT'],
      grantable: [],
    })
  return given
}
