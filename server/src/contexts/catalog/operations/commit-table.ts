import type { Caller } from '../../identity/index.ts'
import { commitConflict, tableAlreadyExists } from '../errors.ts'
import { checkUpdate } from '../model/check-update.ts'
import type { CommitTable, LoadedTable, TableRef } from '../model/face.ts'
import {
  blankMetadata,
  currentSchema,
  defaultSpec,
  FORMAT_VERSION_DEFAULT,
  FORMAT_VERSIONS,
} from '../model/metadata.ts'
import { checkRequirements } from '../model/requirements.ts'
import type { Database } from '../model/table.ts'
import type { TableUpdate } from '../model/table-update.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { asStaged, insertNewTable, newMetadata, openForCreation } from '../steps/new-table.ts'
import { openForChange } from '../steps/table-change.ts'
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
  const { opened, change } = await openForChange(deps, caller, command)
  const { table, metadata } = await commit(deps, caller, opened.table.id, change)
  const { metadataLocation, location } = table
  return { table, metadata, metadataLocation, location, access: opened.access, projected: false }
}

/** The commit of a staged creation brings all of the table with it. */
async function create(deps: Workings, caller: Caller, command: Command): Promise<LoadedTable> {
  const database = await openForCreation(deps, caller, command)
  checkRequirements(undefined, command.requirements)
  for (const update of command.updates) checkUpdate(update)
  const moved = command.updates.findLast((update) => update.action === 'set-location')
  const writtenSince = new Date(deps.clock().getTime() - STAGED_SECONDS_MAX * 1000)
  const wanted = { database, command, location: moved?.location, writtenSince }
  const place = await placeOf(deps, caller, wanted)
  const formatVersion = versionOf(command.updates)
  const blank = blankMetadata({ ...place, formatVersion, now: deps.clock() })
  const metadata = applyUpdates(blank, command.updates, deps.clock())
  currentSchema(metadata)
  defaultSpec(metadata)
  const location = place.location
  const whole = await asStaged(deps, command, { ...metadata, location })
  const creation = { database, ref: command, metadata: whole, ownedSince: writtenSince }
  const table = await insertNewTable(deps, caller, creation)
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
  given: {
    database: Database
    command: Command
    location: string | undefined
    writtenSince: Date
  },
): Promise<{ uuid: string; location: string }> {
  const { database, command, location, writtenSince } = given
  const draft = await newMetadata(deps, caller, {
    database,
    writtenSince,
    command: {
      ...command,
      schema: { type: 'struct', 'schema-id': 0, fields: [] },
      ...(location === undefined ? {} : { location }),
    },
  })
  return { uuid: draft['table-uuid'], location: draft.location }
}
