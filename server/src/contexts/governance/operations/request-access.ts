import { timeOrderedId } from '../../../foundation/ids.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import { legalPermissions, type Permission } from '../model/permission.ts'
import { personBehind } from '../model/person.ts'
import { parseGrantee } from '../model/principal.ts'
import type { ResourceName } from '../model/resource-name.ts'
import { recordOf } from '../steps/request-record.ts'
import { type AccessRequest, insertRequest } from '../store/requests.ts'

const PURPOSE_LENGTH_MAX = 2000

/** What of a table can be asked for: more than one would have more than one owner. */
const SCOPES: readonly ResourceName['kind'][] = ['table', 'columns', 'filter']

/**
 * Asks for a grant: those whom the rules by tag of its owner name, else the admins of the own
 * account. What is asked for need not exist: whether it does shows only to who may know.
 *
 * @throws governance.invalid-input
 */
export async function requestAccess(
  deps: Workings,
  caller: Caller,
  wish: {
    catalogId: AccountId
    resource: ResourceName
    /** To read, unless named. */
    permissions?: readonly Permission[]
    purpose: string
    /** A role or user of the own account; the caller itself unless named. */
    principal?: string
    endsAt?: Date
  },
): Promise<AccessRequest> {
  const person = personBehind(caller)
  // Else nobody could be kept from approving what they asked for by a job.
  if (person === undefined)
    throw invalidInput({ reason: 'Access is requested by a person, in whatever role' })
  const grantee = parseGrantee(wish.principal ?? caller.principalArn)
  if (grantee.kind !== 'person' || grantee.accountId !== caller.accountId)
    throw invalidInput({ reason: 'Access is requested for a user or role of the own account' })
  if (!SCOPES.includes(wish.resource.kind))
    throw invalidInput({ reason: 'Access is requested to a table, to columns or by a data filter' })
  const legal = legalPermissions(wish.resource.kind)
  const permissions = wish.permissions ?? reading(legal)
  if (permissions.length === 0 || !permissions.every((one) => legal.includes(one)))
    throw invalidInput({ reason: 'Permissions do not fit the resource' })
  if (wish.purpose.trim() === '' || wish.purpose.length > PURPOSE_LENGTH_MAX)
    throw invalidInput({ reason: 'A purpose must be given' })
  const now = deps.clock()
  if (wish.endsAt && wish.endsAt <= now)
    throw invalidInput({ reason: 'The access asked for would have ended' })
  const request: AccessRequest = {
    ...wish,
    permissions,
    id: timeOrderedId('request-', now),
    accountId: caller.accountId,
    principal: grantee.name,
    requestedBy: caller.principalArn,
    person,
    requestedAt: now,
    state: 'open',
  }
  await transaction(deps.sql, async (tx) => {
    await insertRequest(tx, request)
    await putAudit(tx, [recordOf(caller, request, 'governance.access-requested')])
  })
  return request
}

/** What somebody who wants to read asks for. */
function reading(legal: readonly Permission[]): readonly Permission[] {
  return (['DESCRIBE', 'SELECT'] as const).filter((one) => legal.includes(one))
}
