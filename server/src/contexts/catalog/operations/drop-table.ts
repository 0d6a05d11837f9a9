import { announce } from '../../../foundation/events.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchTable, removalForbidden } from '../errors.ts'
import type { DropTable, TableRef } from '../model/face.ts'
import { removablePlaces } from '../model/removable.ts'
import { external, type Table } from '../model/table.ts'
import { openAnyTable, openTable } from '../steps/gates.ts'
import { leavePlace } from '../steps/left-places.ts'
import { openTableLink } from '../steps/links.ts'
import { PURGE_JOB, type Purge } from '../steps/purge.ts'
import { record } from '../steps/record.ts'
import { wasAdopted } from '../store/adoptions.ts'
import { deleteTableLink } from '../store/links.ts'
import { deleteTable } from '../store/table-rows.ts'
import { findName } from '../store/views.ts'
import type { Workings } from '../workings.ts'
import { dropView } from './drop-view.ts'

/**
 * With `purge` its files are removed too, by a job: of a table that took files over in place, only
 * what was written for it.
 *
 * @throws catalog.no-such-table, catalog.removal-forbidden
 */
export async function dropTable(
  deps: Workings,
  caller: Caller,
  { purge = false, ...command }: DropTable,
): Promise<void> {
  const kind = command.anyKind ? await findName(deps.sql, command) : undefined
  if (kind === 'view') return dropView(deps, caller, { ...command, view: command.table })
  if (kind === 'link') return dropLink(deps, caller, command)
  const gate = { action: 'glue:DeleteTable', permissions: ['DROP'] as const }
  const open = command.anyKind ? openAnyTable : openTable
  const { table } = await open(deps, caller, command, gate)
  const { id: tableId, accountId, databaseId, location } = table
  const files = purge && !external(table) ? await purgeOf(deps, table) : undefined
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteTable(tx, tableId))) throw noSuchTable(command)
    await leavePlace(deps, tx, table)
    await deps.governance.dropTable(tx, tableId)
    const detail = { tableId, location, purge }
    await record(tx, deps, caller, { done: 'table-dropped', ref: command, detail })
    await announce(tx, 'catalog.table-dropped', { accountId, databaseId, tableId })
    if (files) await addJob(tx, PURGE_JOB, { ...files })
  })
}

/** The link alone: what it names stays. */
async function dropLink(deps: Workings, caller: Caller, ref: TableRef): Promise<void> {
  const gate = { action: 'glue:DeleteTable', permission: 'DROP' } as const
  const { id } = await openTableLink(deps, caller, ref, gate)
  await transaction(deps.sql, async (tx) => {
    if (!(await deleteTableLink(tx, id))) throw noSuchTable(ref)
    await deps.governance.dropTable(tx, id)
    await record(tx, deps, caller, { done: 'table-link-dropped', ref, detail: { linkId: id } })
  })
}

async function purgeOf(
  deps: Workings,
  { id: tableId, location, metadataLocation, ownedSince }: Table,
): Promise<Purge> {
  const metadata = await deps.files.read(metadataLocation)
  const adopted = await wasAdopted(deps.sql, tableId)
  const { named, unnamed: places } = removablePlaces(metadata, { adopted, whole: false })
  if (named.length === 0) throw removalForbidden({ location })
  const times = { ownedSince: ownedSince?.toISOString(), droppedAt: deps.clock().toISOString() }
  return { tableId, location, metadataLocation, named, places, ...times }
}
