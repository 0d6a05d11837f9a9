import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { databaseAccess } from '../model/decide-others.ts'
import type { Permission } from '../model/permission.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { principalOf } from './rules.ts'

export function databasePermissions(
  { clock }: Pick<Workings, 'clock'>,
  snapshot: Snapshot,
  caller: Caller,
  databaseId: string,
): ReadonlySet<Permission> {
  if (caller.scope) return new Set()
  const at = clock().getTime()
  const principal = principalOf(caller)
  return databaseAccess(snapshot, { principal, at, use: 'permissions', databaseId })
}
