import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherKindExists, tableAlreadyExists } from '../errors.ts'
import { schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

/** A table, a link to it and a database that is a link, all made by the lake's admin. */
async function givenLinks() {
  const given = await givenGoverned()
  const { ana } = given
  const { catalog } = given.lake
  const { accountId } = ana
  const target = { accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(ana, target)
  await catalog.createTable(ana, { ...target, schema })
  const here = { accountId, database: 'here', table: 'linked' }
  await catalog.createDatabase(ana, here)
  await catalog.createTableLink(ana, { ...here, target })
  await catalog.createDatabase(ana, { accountId, database: 'there', target })
  const there = { ...here, database: 'there', table: 'flights' }
  return { ...given, catalog, target, here, there }
}

const absent = { code: 'catalog.no-such-table' }

test('given a link, when it is read, then by who sees it and may read its target', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ben, catalog, target, here, there } = given
  const link = { kind: 'table', database: 'here', table: 'linked' } as const
  const flights = { kind: 'table', database: 'mobility', table: 'flights' } as const
  await given.grant({ resource: flights, permissions: ['SELECT'] })
  await assert.rejects(catalog.loadTable(ben, here), absent)
  await assert.rejects(catalog.loadTable(ben, there), absent)

  await given.grant({ resource: link, permissions: ['DESCRIBE'] })
  const resource = { kind: 'database', database: 'there' } as const
  await given.grant({ resource, permissions: ['DESCRIBE'] })

  const loaded = await catalog.loadTable(ben, target)
  for (const ref of [here, there])
    assert.equal((await catalog.loadTable(ben, ref)).table.id, loaded.table.id)
})

test('given all on a link alone, when its target is read, then it is absent', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ben, catalog, here, there } = given
  const link = { kind: 'table', database: 'here', table: 'linked' } as const
  await given.grant({ resource: link, permissions: ['ALL'] })
  await given.grant({ resource: { kind: 'database', database: 'there' }, permissions: ['ALL'] })

  for (const ref of [here, there]) await assert.rejects(catalog.loadTable(ben, ref), absent)
  await assert.rejects(catalog.describeTables(ben, there), { code: 'catalog.no-such-database' })
  const inside = catalog.createTable(ben, { ...there, table: 'mine', schema })
  await assert.rejects(inside, { code: 'governance.denied' })
  await catalog.dropTable(ben, { ...here, anyKind: true })
  await catalog.dropDatabase(ben, { ...there, withTables: true })
  assert.equal((await catalog.loadTable(given.ana, given.target)).table.name, 'flights')
})

test('given links to links, when they are read, then they lead nowhere', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ana, catalog, here, there } = given
  await catalog.createTableLink(ana, { ...here, table: 'again', target: here })
  await catalog.createTableLink(ana, {
    ...here,
    table: 'itself',
    target: { ...here, table: 'itself' },
  })
  const twice = { accountId: ana.accountId, database: 'twice' }
  await catalog.createDatabase(ana, { ...twice, target: there })

  for (const table of ['again', 'itself'])
    await assert.rejects(catalog.loadTable(ana, { ...here, table }), absent)
  await assert.rejects(catalog.loadTable(ana, { ...twice, table: 'flights' }), absent)
  await assert.rejects(catalog.describeTables(ana, twice), { code: 'catalog.no-such-database' })
})

test('given links and tables, when listed by pages, then together by name', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ana, catalog, here, target } = given
  for (const table of ['a', 'z']) await catalog.createTable(ana, { ...here, table, schema })

  const first = await catalog.describeTables(ana, { ...here, size: 2 })
  const second = await catalog.describeTables(ana, { ...here, size: 2, token: first.next ?? '' })

  const named = (item: (typeof first.items)[number]) =>
    'target' in item ? `${item.name} -> ${item.target.table}` : item.table.name
  assert.deepEqual(first.items.map(named), ['a', `linked -> ${target.table}`])
  assert.deepEqual(second.items.map(named), ['z'])
  assert.equal(second.next, undefined)
})

test('given a name, when something of another kind takes it, then it is refused', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ana, catalog, here, target } = given
  await catalog.createTable(ana, { ...here, table: 'a', schema })

  const link = catalog.createTableLink(ana, { ...here, table: 'a', target })
  await assert.rejects(link, tableAlreadyExists.matches)
  await assert.rejects(catalog.createTable(ana, { ...here, schema }), otherKindExists.matches)
})

test('given links, when more than seeing them is granted, then it is refused', async () => {
  const given = await givenLinks()
  await using _lake = given.lake
  const { ana, grant } = given
  const { governance } = given.lake
  const link = { kind: 'table', database: 'here', table: 'linked' } as const
  const there = { kind: 'database', database: 'there' } as const
  const invalid = { code: 'governance.invalid-input' }

  await assert.rejects(grant({ resource: link, permissions: ['SELECT'] }), invalid)
  await assert.rejects(grant({ resource: there, permissions: ['CREATE_TABLE'] }), invalid)
  const inside = { kind: 'all-tables', database: 'there' } as const
  await assert.rejects(grant({ resource: inside, permissions: ['DESCRIBE'] }), invalid)
  const { accountId: catalogId } = ana
  const share = { catalogId, principal: '700000000099', resource: link, grantable: [] }
  const shared = governance.grantPermissions(ana, { ...share, permissions: ['DESCRIBE'] })
  await assert.rejects(shared, invalid)
  await governance.createTag(ana, { catalogId, key: 'domain', values: ['x'] })
  const pairs = [{ key: 'domain', value: 'x' }]
  for (const resource of [link, there])
    await assert.rejects(governance.addTagsToResource(ana, { catalogId, resource, pairs }), invalid)
  const filter = { catalogId, ...link, filter: 'f', columns: { exclude: [] } }
  await assert.rejects(governance.createDataFilter(ana, filter), invalid)
})
