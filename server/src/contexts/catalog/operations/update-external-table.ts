import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidSchema, restrictedWrite, versionMismatch } from '../errors.ts'
import { defined, type ExternalDefinition } from '../model/external-table.ts'
import type { UpdateExternalTable } from '../model/face.ts'
import { orderOf } from '../model/key-order.ts'
import type { ExternalTable } from '../model/table.ts'
import { narrow } from '../steps/describe.ts'
import { demandFree, externalPlace } from '../steps/external-place.ts'
import { openExternal } from '../steps/open-external.ts'
import { record } from '../steps/record.ts'
import { registerExternal } from '../steps/register.ts'
import { findDatabase } from '../store/databases.ts'
import { insertTableVersion, lockExternal, swapDefinition } from '../store/external-tables.ts'
import { anyPartition } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

/**
 * Replaces what is said of the files of an external table. Columns keep their ids by name.
 *
 * @throws catalog.version-mismatch, catalog.not-external, catalog.invalid-location
 */
export async function updateExternalTable(
  deps: Workings,
  caller: Caller,
  command: UpdateExternalTable,
): Promise<ExternalTable> {
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const opened = await openExternal(deps, caller, command, gate)
  const { database, table: name } = command
  if (narrow(opened.access)) throw restrictedWrite({ database, table: name })
  const location = await newPlace(deps, caller, opened.table, command)
  return transaction(deps.sql, async (tx) => {
    const before = await lockExternal(tx, opened.table.id, command)
    const { version: wanted = before.version } = command
    if (wanted !== before.version) throw versionMismatch({ wanted, found: before.version })
    const definition = defined(command.definition, before.definition)
    if (!sameKeys(before.definition, definition) && (await anyPartition(tx, before.id)))
      throw invalidSchema({
        reason:
          'partition keys, and how they are ordered, cannot change while there are partitions',
      })
    if (location !== before.location) await demandFree(deps, tx, { location, except: before.id })
    const { id, version } = before
    const next = { ...before, location, definition, version: version + 1, updatedAt: deps.clock() }
    if (command.archived) await insertTableVersion(tx, before)
    await swapDefinition(tx, next)
    await registerExternal(deps, tx, next)
    const detail = { tableId: id, version: next.version, location }
    await record(tx, deps, caller, { done: 'table-updated', ref: command, detail })
    return next
  })
}

/** Who may alter a table may leave it where it is; another place needs leave of its own. */
async function newPlace(
  deps: Workings,
  caller: Caller,
  table: ExternalTable,
  { definition: { location }, ...ref }: UpdateExternalTable,
): Promise<string> {
  if (location === table.definition.location) return table.location
  const database = await findDatabase(deps.sql, ref)
  assert(database, 'a table that was opened is in a database')
  return externalPlace(deps, caller, { database, location })
}

function sameKeys(before: ExternalDefinition, after: ExternalDefinition): boolean {
  const keys = ({ partitionKeys }: ExternalDefinition) =>
    partitionKeys.map(({ name, type }) => [name, orderOf(type) ?? 'text'])
  return isDeepStrictEqual(keys(before), keys(after))
}
