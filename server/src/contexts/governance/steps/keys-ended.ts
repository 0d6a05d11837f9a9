import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { tableAccess } from '../model/decide.ts'
import { endedLicence } from '../model/licence.ts'
import { stillGiven, type Use } from '../model/view.ts'
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
  const { tableId, view } = caller.scope ?? {}
  if (tableId === undefined) return false
  const snapshot = snapshots.current()
  const on = snapshot.governed.get(tableId)
  const at = clock().getTime()
  if (view === undefined) return on !== undefined && endedLicence(on, at) !== undefined
  const access = tableAccess(snapshot, { principal: principalOf(caller), tableId, at })
  if (!on || !access) return true
  return !stillGiven(view, { access, existing: on.columns, use })
}
