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
  await assert.rejects(catalog.describeNamed(ben, here), { code: 'catalog.no-such-table' })

  const resource = { kind: 'table', database: 'here', table: 'linked' } as const
  await given.grant({ resource, permissions: ['DESCRIBE'] })
  const named = await catalog.describeNamed(ben, here)

  assert.deepEqual('link' in named && named.link.target, target)
  assert.ok('table' in (await catalog.describeNamed(ana, target)))
})
