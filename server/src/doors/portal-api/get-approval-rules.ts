import { wireRules } from './approval-wire.ts'
import { operation } from './operation.ts'

export const getApprovalRules = operation('getApprovalRules', async (deps, { caller }) =>
  wireRules(await deps.governance.getApprovalRules(caller, {})),
)
