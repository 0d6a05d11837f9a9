import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { setAndRemoved } from '../errors.ts'
import type { DatabaseRef } from '../model/face.ts'
import { openDatabase } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { findDatabase, updateDatabaseProperties } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** Sets and removes properties of a database. @throws catalog.set-and-removed */
export async function updateDatabase(
  deps: Workings,
  caller: Caller,
  command: DatabaseRef & { updates?: Record<string, string>; removals?: readonly string[] },
): Promise<{ updated: string[]; removed: string[]; missing: string[] }> {
  const { updates = {}, removals = [] } = command
  const both = removals.find((name) => Object.hasOwn(updates, name))
  if (both !== undefined) throw setAndRemoved({ property: both })
  const gate = { action: 'glue:UpdateDatabase', permission: 'ALTER' } as const
  const { id } = await openDatabase(deps, caller, command, gate)
  return transaction(deps.sql, async (tx) => {
    const before = (await findDatabase(tx, command))?.properties ?? {}
    const removed = removals.filter((name) => Object.hasOwn(before, name))
    const kept = Object.entries(before).filter(([name]) => !removals.includes(name))
    await updateDatabaseProperties(tx, id, { ...Object.fromEntries(kept), ...updates })
    const detail = { updated: Object.keys(updates), removed }
    await record(tx, deps, caller, { done: 'database-updated', ref: command, detail })
    return { ...detail, missing: removals.filter((name) => !removed.includes(name)) }
  })
}
