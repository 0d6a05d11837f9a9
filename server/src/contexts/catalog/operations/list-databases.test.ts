import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidPage } from '../errors.ts'
import { callerOf, givenCatalog, home, mobility, stranger } from '../testing/given-catalog.ts'

test('given many databases, when they are listed by pages, then each comes once', async () => {
  await using given = await givenCatalog()
  const names = ['b', 'Z', 'a', 'é', 'c']
  for (const database of names)
    await given.catalog.createDatabase(given.ana, { ...mobility, database })

  const seen: string[] = []
  let token: string | undefined
  do {
    const query = { accountId: home, size: 2, ...(token ? { token } : {}) }
    const page = await given.catalog.listDatabases(given.ana, query)
    seen.push(...page.items.map(({ name }) => name))
    token = page.next
  } while (token)

  assert.deepEqual(seen, ['Z', 'a', 'b', 'c', 'é'])
})

test('given another account, when databases are listed, then there are none', async () => {
  await using given = await givenCatalog()
  await given.catalog.createDatabase(given.ana, mobility)

  const page = await given.catalog.listDatabases(callerOf('eve', stranger), { accountId: home })

  assert.deepEqual(page, { items: [] })
})

test('given a token of one’s own making, when databases are listed, then refused', async () => {
  await using given = await givenCatalog()

  const listing = given.catalog.listDatabases(given.ana, { accountId: home, token: '???' })

  await assert.rejects(listing, invalidPage.matches)
})
