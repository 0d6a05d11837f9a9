import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { arn, givenTable, home, partner, table } from '../testing/given-governance.ts'

const desk = { catalogId: home, key: 'Desk', values: ['FX', 'Rates'] }

test('given a tag in capitals, when it is read, then key and values are folded', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const tag = await given.governance.getTag(given.caller('admin'), desk)

  assert.deepEqual(tag, { accountId: home, key: 'desk', values: ['fx', 'rates'] })
})

test('given a tag, when it is created again, then it is invalid input', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const again = given.governance.createTag(given.caller('admin'), { ...desk, key: 'DESK' })

  await assert.rejects(again, invalidInput.matches)
})

test('given no right on tags, when one is made or read, then it is refused', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const made = () => given.governance.createTag(given.caller('eve'), { ...desk, key: 'x' })
  const read = () => given.governance.getTag(given.caller('eve'), desk)

  await Promise.all([assert.rejects(made, denied.matches), assert.rejects(read, notFound.matches)])
  const all = { catalogId: home, shared: 'ALL' } as const
  assert.deepEqual(await given.governance.listTags(given.caller('eve'), all), [])
})

test('given a shared value, when the other account lists, then it sees that value', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.createTag(caller('admin'), desk)
  const resource = { kind: 'tag', key: 'desk', values: ['fx'] } as const
  const permissions = ['DESCRIBE'] as const
  const share = { catalogId: home, principal: partner, resource, permissions, grantable: [] }
  await governance.grantPermissions(caller('admin'), share)

  const all = { catalogId: partner, shared: 'ALL' } as const
  const seen = await governance.listTags(caller('admin', partner), all)

  assert.deepEqual(seen, [{ accountId: home, key: 'desk', values: ['fx'] }])
})

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
