import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied } from '../errors.ts'
import type { ApprovalRule } from '../model/approval.ts'
import { administers } from '../model/reach.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { findRules } from '../store/approval-rules.ts'

const ACTION = 'lakeformation:GetDataLakeSettings'

/** Who must approve requests, and who said so. */
export interface ApprovalRules {
  rules: readonly ApprovalRule[]
  setBy?: string
  setAt?: Date
  /** Counts how often they were set: a change of them names it. */
  version: number
}

/** The rules of the caller's account, for its admins. @throws governance.denied */
export async function getApprovalRules(
  deps: Workings,
  caller: Caller,
  _all: object,
): Promise<ApprovalRules> {
  await deps.identity.demand(caller, { action: ACTION, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  if (!administers(snapshot, principalOf(caller), 'any')) {
    const refused = { permission: 'data lake administrator', resource: 'approval rules' }
    await putDenial(deps, caller, refused)
    throw denied(refused)
  }
  const found = await findRules(deps.sql, caller.accountId)
  const { accountId: _, ...set } = found ?? { rules: [], version: 0 }
  return set
}
