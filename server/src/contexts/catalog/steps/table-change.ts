import type { Permission } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { checkUpdate } from '../model/check-update.ts'
import type { CommitTable, TableRef } from '../model/face.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { checkRequirements } from '../model/requirements.ts'
import { keepingMain } from '../model/staging.ts'
import { elsewhere, type Table } from '../model/table.ts'
import type { TableUpdate } from '../model/table-update.ts'
import { applyUpdates } from '../model/updates.ts'
import type { Workings } from '../workings.ts'
import type { Change } from './commit.ts'
import { demandFreeLocation } from './free-location.ts'
import { demandMove, demandWhole, holds, type OpenedTable, openTable } from './gates.ts'
import { overMaintenance } from './over-maintenance.ts'
import { rowEffects } from './row-effects.ts'

/**
 * What a commit of a client does to a table, behind both gates.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, catalog.invalid-update
 */
export async function openForChange(
  deps: Workings,
  caller: Caller,
  command: TableRef & CommitTable,
): Promise<{ opened: OpenedTable; change: Change }> {
  for (const update of command.updates) checkUpdate(update)
  const permissions = permissionsFor(command.updates)
  const opened = await openTable(deps, caller, command, { action: 'glue:UpdateTable', permissions })
  demandWhole(opened)
  return { opened, change: changeOf(deps, caller, { opened, command }) }
}

function changeOf(
  deps: Workings,
  caller: Caller,
  { opened, command }: { opened: OpenedTable; command: CommitTable },
): Change {
  const addsSnapshot = command.updates.some(({ action }) => action === 'add-snapshot')
  const moves = command.updates.some(({ action }) => action === 'set-location')
  return {
    opened: opened.table,
    make: async (state) => {
      const { requirements, updates, before } = await overMaintenance(deps, state, command)
      checkRequirements(state.metadata, requirements)
      const asked = applyUpdates(state.metadata, keepingMain(updates), deps.clock())
      const next = inPlace(asked, state.table)
      if (next.location !== state.table.location) await demandMove(deps, caller, next.location)
      if (addsSnapshot) await demandEffects(deps, caller, opened, { before, next })
      return next
    },
    ...(moves && {
      alongside: async (tx, next) => {
        const { id, location } = next.table
        if (location !== opened.table.location)
          await demandFreeLocation(tx, location, { except: id })
        return true
      },
    }),
  }
}

/** A place on a file system of other people's is none of ours: the table stays where it is. */
function inPlace(metadata: TableMetadata, { location }: Table): TableMetadata {
  return elsewhere(metadata.location) ? { ...metadata, location } : metadata
}

/**
 * A snapshot says itself what it does. Whoever may both insert and delete may do either; of whoever
 * may not, the files are looked at, for a label is no permission.
 */
async function demandEffects(
  deps: Workings,
  caller: Caller,
  { table, access }: OpenedTable,
  { before, next }: { before: TableMetadata; next: TableMetadata },
): Promise<void> {
  if (holds(access, 'INSERT') && holds(access, 'DELETE')) return
  for (const effect of await rowEffects(deps, before, next))
    await deps.governance.demandTable(caller, table.id, effect)
}

/** @see Lake Formation developer guide, "Lake Formation permissions reference" */
function permissionsFor(updates: readonly TableUpdate[]): Permission[] {
  const needed = new Set<Permission>()
  const added = new Set<bigint>()
  for (const update of updates) {
    if (update.action === 'add-snapshot') {
      added.add(update.snapshot['snapshot-id'])
      for (const permission of writing(update.snapshot.summary?.operation)) needed.add(permission)
    } else if (update.action === 'set-snapshot-ref' && added.has(update['snapshot-id'])) continue
    else needed.add('ALTER')
  }
  return [...needed]
}

/** What a snapshot of that operation needs of who writes it. */
export function writing(operation: string | undefined): Permission[] {
  if (operation === 'append') return ['INSERT']
  return operation === 'delete' ? ['DELETE'] : ['INSERT', 'DELETE']
}
