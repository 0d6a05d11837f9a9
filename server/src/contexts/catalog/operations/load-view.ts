import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { viewRestricted } from '../errors.ts'
import type { LoadedView, ViewRef } from '../model/face.ts'
import { seesLess } from '../steps/describe.ts'
import { openView } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * Its text and schema, to whoever may DESCRIBE it and is kept from none of its columns.
 *
 * @throws catalog.no-such-view, catalog.view-restricted
 */
export async function loadView(deps: Workings, caller: Caller, ref: ViewRef): Promise<LoadedView> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const { table: view, access } = await openView(deps, caller, ref, gate)
  if (seesLess(access)) throw viewRestricted({ database: ref.database, view: ref.view })
  const metadata = await deps.viewFiles.read(view.metadataLocation)
  const at = { accountId: ref.accountId, database: ref.database, table: ref.view }
  const detail = { viewId: view.id, version: view.version }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'view-loaded', ref: at, detail }),
  )
  return { view, metadata }
}
