import { takenMeanwhile, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase, noSuchView, notSupported, renameTargetExists } from '../errors.ts'
import type { ViewRef } from '../model/face.ts'
import { checkName, type Database, LEVEL, type TableId } from '../model/table.ts'
import { untilFirst } from '../steps/commit.ts'
import { openDatabase, openView } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { registerView } from '../steps/register.ts'
import { keepDatabase } from '../store/databases.ts'
import { moveTable } from '../store/table-rows.ts'
import { findName, findViewById } from '../store/views.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-view, catalog.no-such-database, catalog.rename-target-exists */
export async function renameView(
  deps: Workings,
  caller: Caller,
  { from, to }: { from: ViewRef; to: ViewRef },
): Promise<void> {
  if (from.accountId !== to.accountId)
    throw notSupported({ what: 'moving a view to the catalog of another account' })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER', 'DROP'] as const }
  const { table: view } = await openView(deps, caller, from, gate)
  const into = { action: 'glue:CreateTable', permission: 'CREATE_TABLE' } as const
  const database = await openDatabase(deps, caller, to, into)
  checkName(to.view)
  await untilFirst(deps, [view.id], () => attempt(deps, caller, view.id, { from, to, database }))
}

async function attempt(
  deps: Workings,
  caller: Caller,
  viewId: TableId,
  { from, to, database }: { from: ViewRef; to: ViewRef; database: Database },
): Promise<true | undefined> {
  const view = await findViewById(deps.sql, viewId)
  if (view?.name !== from.view || view.database !== from.database) throw noSuchView(from)
  const metadata = await deps.viewFiles.read(view.metadataLocation)
  const taken = (kind: 'table' | 'view' | 'link') =>
    renameTargetExists({ from: named(from), to: named(to), kind })
  return transaction(deps.sql, async (tx) => {
    if (!(await keepDatabase(tx, database.id))) throw noSuchDatabase(to)
    const kind = await findName(tx, { ...to, table: to.view }, { except: viewId })
    if (kind) throw taken(kind)
    const moved = { databaseId: database.id, name: to.view, accountId: database.accountId }
    const first = await moveTable(tx, view, moved).catch((error: unknown) => {
      throw takenMeanwhile(error) ? taken('view') : error
    })
    if (!first) return undefined
    await registerView(deps, tx, { ...view, ...moved, database: database.name }, metadata)
    const ref = { accountId: from.accountId, database: from.database, table: from.view }
    await record(tx, deps, caller, { done: 'view-renamed', ref, detail: { to: named(to) } })
    return true
  })
}

function named({ database, view }: ViewRef): string {
  return `${database.replaceAll(LEVEL, '.')}.${view}`
}
