import type { ApprovalRules as WireRules } from '@millrace/contract'
import type { ApprovalRules } from '../../contexts/governance/index.ts'

/** Who must approve, as people read it. */
export function wireRules({ rules, setBy, setAt }: ApprovalRules): WireRules {
  return {
    rules: rules.map(({ name, expression, approvers, persons }) => ({
      ...{ name, persons, approvers: [...approvers] },
      expression: expression.map(({ key, values }) => ({ key, values: [...values] })),
    })),
    ...(setBy && { setBy }),
    ...(setAt && { setAt: setAt.toISOString() }),
  }
}
