import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTable, home } from '../testing/given-governance.ts'

const desk = { catalogId: home, key: 'Desk', values: ['FX', 'Rates'] }

test('given a value in use, when it is removed, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createTag(caller('admin'), desk)
  const resource = { kind: 'database', database: 'mkt' } as const
  const pairs = [{ key: 'desk', value: 'fx' }]
  await governance.addTagsToResource(caller('admin'), { catalogId: home, resource, pairs })

  const update = { catalogId: home, key: 'desk', add: ['Credit'], remove: ['fx'] }
  const refused = governance.updateTag(caller('admin'), update)

  await assert.rejects(refused, /Update not allowed/)
  await governance.updateTag(caller('admin'), { ...update, remove: ['rates'] })
  const { values } = await governance.getTag(caller('admin'), desk)
  assert.deepEqual(values, ['fx', 'credit'])
})
