import { timeOrderedId } from '../../../foundation/ids.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Act, GrantCommand } from '../model/grant-changes.ts'
import { principalOf } from './rules.ts'

export function actOf({ clock }: Pick<Workings, 'clock'>, caller: Caller): Act {
  const now = clock()
  return { principal: principalOf(caller), now, newId: () => timeOrderedId('grant-', now) }
}

/** What the audit keeps of a grant or a revoke. */
export function detailOf(command: GrantCommand): Record<string, unknown> {
  const { catalogId, principal, permissions, grantable, startsAt, endsAt, condition } = command
  return {
    catalogId,
    grantee: principal,
    permissions,
    grantable,
    ...(startsAt ? { startsAt: startsAt.toISOString() } : {}),
    ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    ...(condition ? { condition: condition.text } : {}),
  }
}
