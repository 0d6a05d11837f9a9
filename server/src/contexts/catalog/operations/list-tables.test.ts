import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchDatabase } from '../errors.ts'
import type { Page } from '../model/face.ts'
import {
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given tables, when they are listed by pages, then each visible one comes once', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  for (const table of ['airports', 'weather'])
    await catalog.createTable(ana, { ...flights, table, schema })

  const first = await catalog.listTables(ana, { ...mobility, size: 2 })
  const second = await catalog.listTables(ana, { ...mobility, size: 2, token: first.next ?? '' })

  const names = [...first.items, ...second.items].map(({ name }) => name)
  assert.deepEqual(names, ['airports', 'flights', 'weather'])
  assert.equal(second.next, undefined)
})

test('given a stranger, when tables are listed, then the database looks absent', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)

  const listing = given.catalog.listTables(callerOf('eve', stranger), mobility)

  await assert.rejects(listing, noSuchDatabase.matches)
})

test('given tables of which some are hidden, when listed by pages, then others come', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility' }
  await catalog.createDatabase(ana, ref)
  const names = Array.from({ length: 12 }, (_, at) => `t${String(at).padStart(2, '0')}`)
  for (const table of names) await catalog.createTable(ana, { ...ref, table, schema })
  const open = ['t02', 't03', 't08', 't11']
  for (const table of open)
    await grant({
      resource: { kind: 'table', database: 'mobility', table },
      permissions: ['DESCRIBE'],
    })

  for (const [caller, seen] of [[ana, names] as const, [ben, open] as const])
    for (const size of [1, 2, 3, 5, 11, 12, 13]) {
      const pages = await everyPage((page) => catalog.listTables(caller, { ...ref, size, ...page }))
      assert.deepEqual(pages.flat(), seen, `of ${size}`)
      assert.ok(pages.slice(0, -1).every((page) => page.length === size))
    }
})

async function everyPage(read: (page: { token?: string }) => Promise<Page<{ name: string }>>) {
  const pages: string[][] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page: Page<{ name: string }> = await read({ token })
    pages.push(page.items.map(({ name }) => name))
    token = page.next
  }
  return pages
}
