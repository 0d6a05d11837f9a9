import type { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchDatabase, noSuchTable, noSuchView } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import type { TableLink } from '../model/table.ts'
import { findDatabase } from '../store/databases.ts'
import { findTableLink } from '../store/links.ts'
import type { Workings } from '../workings.ts'
import { asAbsent, demandIam } from './gates.ts'
import { record } from './record.ts'

/**
 * Opens what a name means: what has it, or what a resource link of that name leads to. Who follows
 * a link must be let see it, and has on the target the rights that they have there, and no others.
 * Links to links lead nowhere. What is absent at the end is told by the name that was asked for.
 */
export async function following<Found>(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  open: (ref: TableRef) => Promise<Found>,
): Promise<Found> {
  try {
    return await open(ref)
  } catch (error) {
    if (!absent(error)) throw error
    const target = await targetOf(deps, caller, ref)
    if (target === undefined) throw error
    const found = await open(target).catch((missing: unknown) => {
      throw absent(missing) ? error : missing
    })
    await record(deps.sql, deps, caller, { done: 'link-followed', ref, detail: { target } })
    return found
  }
}

/** Is it that nothing has the name, or nothing that the caller may know of? */
export function absent(error: unknown): boolean {
  return noSuchTable.matches(error) || noSuchView.matches(error) || noSuchDatabase.matches(error)
}

/** Undefined where no link has the name, or the caller may not see it. */
async function targetOf(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<TableRef | undefined> {
  const { accountId } = ref
  const database = await findDatabase(deps.sql, ref)
  if (database?.target) {
    const visible = await deps.governance.visibleDatabases(caller, accountId)
    return visible.has(database.id) ? { ...database.target, table: ref.table } : undefined
  }
  const link = await findTableLink(deps.sql, ref)
  if (link === undefined) return undefined
  const access = await deps.governance.tableAccess(caller, link.id)
  return access.permissions.has('DESCRIBE') ? link.target : undefined
}

/** Both gates. @throws identity.access-denied, governance.denied, catalog.no-such-table */
export async function openTableLink(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  { action, permission }: { action: string; permission: 'DESCRIBE' | 'DROP' },
): Promise<TableLink> {
  await demandIam(deps, caller, action, ref)
  const link = await findTableLink(deps.sql, ref)
  if (!link) throw noSuchTable(ref)
  const hidden = (): DomainError => noSuchTable(ref)
  await asAbsent(() => deps.governance.demandTable(caller, link.id, permission), hidden)
  return link
}
