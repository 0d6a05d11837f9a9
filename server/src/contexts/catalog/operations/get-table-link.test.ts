import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given a link, when somebody else asks for it, then they must be let see it', async () => {
  await using given = await givenGoverned()
  const { ana, ben } = given
  const { catalog } = given.lake
  const here = { accountId: ana.accountId, database: 'here', table: 'linked' }
  const target = { ...here, table: 'flights' }
  await catalog.createDatabase(ana, here)
  await catalog.createTable(ana, { ...target, schema })
  await catalog.createTableLink(ana, { ...here, target })
  await assert.rejects(catalog.getTableLink(ben, here), { code: 'catalog.no-such-table' })

  const resource = { kind: 'table', database: 'here', table: 'linked' } as const
  await given.grant({ resource, permissions: ['DESCRIBE'] })
  const link = await catalog.getTableLink(ben, here)

  assert.deepEqual(link?.target, target)
  assert.equal(await catalog.getTableLink(ana, target), undefined)
})
