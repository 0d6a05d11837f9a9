import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { accessDenied, noSuchRole } from '../errors.ts'
import type { AccountId } from '../model/caller.ts'
import { serviceIsTrusted } from '../model/evaluate.ts'
import type { PolicyDocument } from '../model/policy.ts'
import { auditOf } from '../mutation.ts'
import { demandAccountsOn } from '../steps/demand-live.ts'
import { checkSessionName, type RoleSession, roleCaller } from './assume-role.ts'
import { sealSession } from './vend.ts'

export interface AssumeForService {
  roleArn: string
  /** `emr-serverless.amazonaws.com`, `elasticmapreduce.amazonaws.com`, `ingestion.millrace` */
  service: string
  sessionName: string
  seconds: number
  sessionPolicies?: readonly PolicyDocument[]
  boundTo?: string
  /** Accounts behind who asked for the work, beside the role’s: it ends with any of them. */
  assumedThrough?: readonly AccountId[]
  /** The ARN of who asked for the work. */
  behind?: string
}

/**
 * The platform acts as a role that trusts one of its services.
 *
 * @throws identity.no-such-role, identity.account-isolated, identity.access-denied
 */
export async function assumeForService(
  parts: IdentityParts,
  command: AssumeForService,
): Promise<RoleSession> {
  const { roleArn, service, sessionName, sessionPolicies = [], boundTo } = command
  const { assumedThrough = [], behind } = command
  const issuedAt = parts.clock()
  checkSessionName(sessionName)
  const snapshot = await parts.directory.current()
  const role = snapshot.principalsByArn.get(roleArn)
  if (role?.kind !== 'role') throw noSuchRole({ name: roleArn })
  demandAccountsOn(snapshot, [role.accountId, ...assumedThrough])
  const trusted = role.trust !== undefined && serviceIsTrusted(role.trust, service)
  const session = trusted
    ? sealSession(
        parts,
        {
          ...roleCaller(role, { sessionName, issuedAt }),
          sessionPolicies,
          ...(boundTo === undefined ? {} : { boundTo }),
          ...(behind === undefined ? {} : { behind }),
          ...(assumedThrough.length === 0 ? {} : { assumedThrough }),
        },
        command.seconds,
      )
    : undefined
  const record = auditOf('platform', {
    accountId: role.accountId,
    action: session ? 'identity.role-assumed' : 'identity.access-denied',
    resource: roleArn,
    detail: { service, sessionName, accessKeyId: session?.credentials.accessKeyId },
  })
  const decision = session ? 'allowed' : 'denied'
  await transaction(parts.sql, (tx) => putAudit(tx, [{ ...record, actor: service, decision }]))
  if (!session) throw accessDenied({ arn: service, action: 'sts:AssumeRole', resource: roleArn })
  return session
}
