import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { arn, givenTable, home, table } from '../testing/given-governance.ts'

const desk = { catalogId: home, key: 'Desk', values: ['FX', 'Rates'] }

test('given a policy, when its tag is deleted and made again, then it stays dead', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const tagIt = async () => {
    await governance.createTag(caller('admin'), desk)
    const resource = { kind: 'database', database: 'mkt' } as const
    const pairs = [{ key: 'desk', value: 'fx' }]
    await governance.addTagsToResource(caller('admin'), { catalogId: home, resource, pairs })
  }
  await tagIt()
  const expression = [{ key: 'desk', values: ['fx'] }]
  await governance.grantPermissions(caller('admin'), {
    catalogId: home,
    principal: arn('analyst'),
    resource: { kind: 'table-policy', expression },
    permissions: ['SELECT'],
    grantable: [],
  })
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')

  await governance.deleteTag(caller('admin'), desk)
  await tagIt()

  const read = governance.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
})
