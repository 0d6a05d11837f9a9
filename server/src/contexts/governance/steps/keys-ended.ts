import type { Caller, VendedScope } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { tableAccess } from '../model/decide.ts'
import {
  databaseAccess,
  locationAllowed,
  type OtherQuestion,
  registeredAt,
} from '../model/decide-others.ts'
import { endedLicence } from '../model/licence.ts'
import { covers, normalLocation } from '../model/location.ts'
import type { GovernedTable } from '../model/register.ts'
import { type Snapshot, tablesAround } from '../model/snapshot.ts'
import { stillGiven, type Use, wholeGiven } from '../model/view.ts'
import { principalOf } from './rules.ts'

/**
 * Whether keys that were vended for a table open nothing any more: what they opened was taken back,
 * has ended, or is another view by now (D-19). Never waits, for each request to the storage asks.
 */
export function keysEnded(
  { snapshots, clock }: Pick<Workings, 'snapshots' | 'clock'>,
  caller: Caller,
  use: Use,
): boolean {
  const { tableId, view, staged, prefixes = [] } = caller.scope ?? {}
  const snapshot = snapshots.current()
  const at = clock().getTime()
  const question = { principal: principalOf(caller), at, use: 'permissions' as const }
  const places = prefixes.map(({ location }) => normalLocation(location))
  if (staged)
    return !places.every((place) => mayStillMake(snapshot, { ...question, staged, place }, use))
  if (tableId === undefined) return false
  const on = snapshot.governed.get(tableId)
  if (view === undefined) return on !== undefined && endedLicence(on, at) !== undefined
  const access = tableAccess(snapshot, { ...question, tableId })
  if (!on || !access || places.some((place) => anothers(snapshot, on.table, place))) return true
  return !stillGiven(view, { access, existing: on.columns, use })
}

/** A partition’s place beside that of its table, where another has come. */
function anothers(snapshot: Snapshot, { id, location }: GovernedTable, place: string): boolean {
  if (location !== undefined && covers(normalLocation(location), place)) return false
  if (registeredAt(snapshot, place) === undefined) return false
  return tablesAround(snapshot, place).some((table) => table.id !== id)
}

interface Making extends OtherQuestion {
  staged: NonNullable<VendedScope['staged']>
  place: string
}

/**
 * Keys for a table that is yet to be made: its maker must still be let make it, and once a table
 * lies there it must be theirs to write and to read as a whole.
 */
function mayStillMake(snapshot: Snapshot, { staged, place, ...asker }: Making, use: Use): boolean {
  const { databaseId, location } = staged
  const [table, other] = tablesAround(snapshot, place)
  if (table) {
    if (other || !covers(normalLocation(table.location ?? ''), place)) return false
    const access = tableAccess(snapshot, { ...asker, tableId: table.id })
    return access !== undefined && wholeGiven(access, use)
  }
  if (!databaseAccess(snapshot, { ...asker, databaseId }).has('CREATE_TABLE')) return false
  return location === undefined || locationAllowed(snapshot, { ...asker, location })
}
