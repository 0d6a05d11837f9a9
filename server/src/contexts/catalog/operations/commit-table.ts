import type { Permission } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { commitConflict, invalidLocation, tableAlreadyExists } from '../errors.ts'
import { checkUpdate } from '../model/check-update.ts'
import type { CommitTable, LoadedTable, TableRef } from '../model/face.ts'
import {
  blankMetadata,
  currentSchema,
  defaultSpec,
  FORMAT_VERSION_DEFAULT,
  FORMAT_VERSIONS,
  type TableMetadata,
} from '../model/metadata.ts'
import { checkRequirements } from '../model/requirements.ts'
import { type Database, elsewhere, type Table } from '../model/table.ts'
import type { TableUpdate } from '../model/table-update.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { demandMove, demandWhole, holds, type OpenedTable, openTable } from '../steps/gates.ts'
import { insertNewTable, newMetadata, openForCreation } from '../steps/new-table.ts'
import { overMaintenance } from '../steps/over-maintenance.ts'
import { rowEffects } from '../steps/row-effects.ts'
import { locationTaken } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

type Command = TableRef & CommitTable

/** Credentials vended for a staged table last a quarter of it, so its first files are younger. */
const STAGED_SECONDS_MAX = 3600

/** @throws catalog.commit-conflict, catalog.restricted-write, catalog.invalid-update */
export function commitTable(
  deps: Workings,
  caller: Caller,
  command: Command,
): Promise<LoadedTable> {
  const creates = command.requirements.some(({ type }) => type === 'assert-create')
  if (!creates) return change(deps, caller, command)
  return create(deps, caller, command).catch(orConflict)
}

/** Who began to create a table before it was there is told so as of a requirement. */
function orConflict(error: unknown): never {
  if (!tableAlreadyExists.matches(error)) throw error
  throw commitConflict({ reason: 'table already exists' }, { cause: error })
}

async function change(deps: Workings, caller: Caller, command: Command): Promise<LoadedTable> {
  for (const update of command.updates) checkUpdate(update)
  const permissions = permissionsFor(command.updates)
  const addsSnapshot = command.updates.some(({ action }) => action === 'add-snapshot')
  const opened = await openTable(deps, caller, command, { action: 'glue:UpdateTable', permissions })
  demandWhole(opened)
  const { table, metadata } = await commit(deps, caller, opened.table.id, {
    make: async (state) => {
      const { requirements, updates, before } = await overMaintenance(deps, state, command)
      checkRequirements(state.metadata, requirements)
      const asked = applyUpdates(state.metadata, updates, deps.clock())
      const next = inPlace(asked, state.table)
      if (next.location !== state.table.location)
        await demandMove(deps, caller, {
          accountId: state.table.accountId,
          location: next.location,
        })
      if (addsSnapshot) await demandEffects(deps, caller, opened, { before, next })
      return next
    },
    alongside: async (tx, next) => {
      const { id, location } = next.table
      if (location !== opened.table.location && (await locationTaken(tx, location, { except: id })))
        throw invalidLocation({ location, reason: 'another table lies there' })
      return true
    },
  })
  const { metadataLocation, location } = table
  return { table, metadata, metadataLocation, location, access: opened.access, projected: false }
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

function writing(operation: string | undefined): Permission[] {
  if (operation === 'append') return ['INSERT']
  return operation === 'delete' ? ['DELETE'] : ['INSERT', 'DELETE']
}

/** The commit of a staged creation brings all of the table with it. */
async function create(deps: Workings, caller: Caller, command: Command): Promise<LoadedTable> {
  const database = await openForCreation(deps, caller, command)
  checkRequirements(undefined, command.requirements)
  for (const update of command.updates) checkUpdate(update)
  const moved = command.updates.findLast((update) => update.action === 'set-location')
  const place = await placeOf(deps, caller, { database, command, location: moved?.location })
  const formatVersion = versionOf(command.updates)
  const blank = blankMetadata({ ...place, formatVersion, now: deps.clock() })
  const metadata = applyUpdates(blank, command.updates, deps.clock())
  currentSchema(metadata)
  defaultSpec(metadata)
  const location = place.location
  const whole = { ...metadata, location }
  const table = await insertNewTable(deps, caller, { database, ref: command, metadata: whole })
  const access = await deps.governance.tableAccess(caller, table.id)
  const { metadataLocation } = table
  return { table, metadata: whole, metadataLocation, location, access, projected: false }
}

/** The version that a creation says first is the one it begins with. */
function versionOf(updates: readonly TableUpdate[]): number {
  const first = updates.find(({ action }) => action === 'upgrade-format-version')
  const version = first && 'format-version' in first ? first['format-version'] : undefined
  return version !== undefined && FORMAT_VERSIONS.includes(version)
    ? version
    : FORMAT_VERSION_DEFAULT
}

async function placeOf(
  deps: Workings,
  caller: Caller,
  given: { database: Database; command: Command; location: string | undefined },
): Promise<{ uuid: string; location: string }> {
  const { database, command, location } = given
  const draft = await newMetadata(deps, caller, {
    database,
    writtenSince: new Date(deps.clock().getTime() - STAGED_SECONDS_MAX * 1000),
    command: {
      ...command,
      schema: { type: 'struct', 'schema-id': 0, fields: [] },
      ...(location === undefined ? {} : { location }),
    },
  })
  return { uuid: draft['table-uuid'], location: draft.location }
}
