import type { Table } from '../../contexts/catalog/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { whenRefused } from './when-refused.ts'

const PAGE_SIZE = 100
type Paged<Item> = (token: string | undefined) => Promise<{ items: Item[]; next?: string }>

/** Every table that the caller may DESCRIBE, in every account: own and shared. */
export async function visibleTables(deps: PortalApiDeps, caller: Caller): Promise<Table[]> {
  const found: Table[] = []
  for (const { id: accountId } of await deps.identity.accounts()) {
    const databases = await everyPage((token) =>
      deps.catalog.listDatabases(caller, { accountId, size: PAGE_SIZE, ...(token && { token }) }),
    )
    for (const { name: database } of databases)
      found.push(
        ...(await everyPage((token) =>
          deps.catalog.listTables(caller, {
            accountId,
            database,
            size: PAGE_SIZE,
            ...(token && { token }),
          }),
        )),
      )
  }
  return found
}

async function everyPage<Item>(ask: Paged<Item>): Promise<Item[]> {
  const items: Item[] = []
  let token: string | undefined
  do {
    const page = await whenRefused(ask(token), { items: [] })
    items.push(...page.items)
    token = page.next
  } while (token)
  return items
}
