import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, limitExceeded } from '../errors.ts'
import { orderExport } from '../exports/run-export.ts'
import {
  type AuditExport,
  type ExportFormat,
  parsePlace,
  type Rhythm,
} from '../model/audit-export.ts'
import { chainWaiting } from '../store/audit.ts'
import { insertExport, pieceOf, runningOf } from '../store/audit-exports.ts'

const RUNNING_MAX = 3

export interface ExportAudit {
  accountId: AccountId
  /** `s3://bucket/prefix`, where the caller may put objects. */
  location: string
  /** Parquet unless told otherwise. */
  format?: ExportFormat
  from?: Date
  to?: Date
  /** It goes on by itself, with all that happens; asked for by a user. */
  every?: Rhythm
}

/**
 * Orders that a piece of an account's chain, with all records of the period, be written to S3 with
 * the caller's own rights there.
 *
 * @throws governance.denied, governance.invalid-input, governance.limit-exceeded
 */
export async function exportAudit(
  deps: Workings,
  caller: Caller,
  { accountId, location, format = 'parquet', every, ...period }: ExportAudit,
): Promise<AuditExport> {
  await demandAuditor(deps, caller, accountId)
  parsePlace(location)
  if (every && period.to)
    throw invalidInput({ reason: 'An export that goes on by itself has no end' })
  const rights = every ? lastingRights(caller) : caller
  await chainWaiting(deps)
  const piece = await pieceOf(deps.sql, accountId, period)
  if (!piece) throw invalidInput({ reason: 'There is no record of that time' })
  const askedAt = deps.clock()
  const asked: AuditExport = {
    ...{ id: timeOrderedId('export-', askedAt), accountId, location, format, caller: rights },
    ...{ askedBy: caller.arn, askedAt, firstSequence: piece.first, lastSequence: piece.last },
    ...{ nextSequence: piece.first, files: 0, state: 'running' },
    ...(every && { every }),
  }
  const standing = every !== undefined
  await transaction(deps.sql, async (tx) => {
    if ((await runningOf(tx, { accountId, standing })) >= RUNNING_MAX)
      throw limitExceeded({
        limit: `An account has at most ${RUNNING_MAX} exports at a time, and as many that go on`,
      })
    await insertExport(tx, asked)
    await orderExport(tx, asked)
    const detail = { id: asked.id, format, ...piece, ...(every && { every }) }
    const deed = { accountId, action: 'governance.audit-export-asked', resource: location, detail }
    await recordDone(tx, caller, deed)
  })
  return asked
}

/**
 * Those of a user, who stands behind what goes on after their own session; what ends all of their
 * sessions ends it too. A role's session, or one that is bound or narrowed, has no such rights.
 */
function lastingRights({ expiresAt: _, ...caller }: Caller): Caller {
  const { arn, principalArn, boundTo, behind, scope, sessionPolicies } = caller
  const plain = arn === principalArn && USER.test(arn) && sessionPolicies.length === 0
  if (!plain || boundTo !== undefined || behind !== undefined || scope !== undefined)
    throw invalidInput({
      reason:
        'An export that goes on by itself needs a user: what a role’s session, or one that is ' +
        'narrowed, asks for ends with it. Ask for it as a user',
    })
  return caller
}

const USER = /^arn:aws:iam::\d{12}:user\//
