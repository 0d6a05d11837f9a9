import { wireRules } from './approval-wire.ts'
import { operation } from './operation.ts'

export const putApprovalRules = operation('putApprovalRules', async (deps, { caller, body }) =>
  wireRules(await deps.governance.putApprovalRules(caller, body)),
)
