import type { Condition } from '@aws-sdk/client-lakeformation'
import { type GrantCommand, parseCondition } from '../../contexts/governance/index.ts'

/** @throws governance.invalid-input for what is not of the documented part of Cedar */
export function parseWireCondition(
  wire: Condition | undefined,
): Required<Pick<GrantCommand, 'condition'>> | undefined {
  return wire?.Expression === undefined ? undefined : { condition: parseCondition(wire.Expression) }
}

export function wireCondition({ condition }: Pick<GrantCommand, 'condition'>): {
  Condition?: Condition
} {
  return condition ? { Condition: { Expression: condition.text } } : {}
}
