import type { Caller } from '../../identity/index.ts'
import type { ListDatabases, Page } from '../model/face.ts'
import { pageFrom, pageOf } from '../model/page.ts'
import type { Database } from '../model/table.ts'
import { demandIam } from '../steps/gates.ts'
import { databasesAfter } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** Those that the caller may DESCRIBE, in order of names. @throws catalog.invalid-page-token */
export async function listDatabases(
  deps: Workings,
  caller: Caller,
  query: ListDatabases,
): Promise<Page<Database>> {
  const { accountId, within } = query
  const { limit, after } = pageOf(query)
  await demandIam(deps, caller, 'glue:GetDatabases', { accountId })
  const ids = await deps.governance.visibleDatabases(caller, accountId)
  const window = {
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
    ...(within === undefined ? {} : { within }),
  }
  return pageFrom(await databasesAfter(deps.sql, { accountId, ids, ...window }), limit)
}
