import type {
  AccountRef,
  ApprovalRulesPlan,
  Need,
  RequestTurn,
  ApprovalRules as WireRules,
} from '@millrace/contract'
import type { ApprovalRules, PlannedRules, WantedRules } from '../../contexts/governance/index.ts'

const TURNS_MAX = 50

/** Who must approve, as people read it. */
export function wireRules({ rules, setBy, setAt, version }: ApprovalRules): WireRules {
  return {
    version,
    rules: rules.map(({ name, expression, approvers, persons }) => ({
      ...{ name, persons, approvers: [...approvers] },
      expression: expression.map(({ key, values }) => ({ key, values: [...values] })),
    })),
    ...(setBy && { setBy }),
    ...(setAt && { setAt: setAt.toISOString() }),
  }
}

/** What rules would do to open requests, the newest first. */
export function wireRulesPlan(
  { version, digest, turns, powerless }: PlannedRules,
  accountOf: (id: string) => AccountRef,
): ApprovalRulesPlan {
  const told = turns.slice(0, TURNS_MAX).map((turn) => wireTurn(turn, accountOf))
  return { requests: told, total: turns.length, powerless: [...powerless], version, digest }
}

function wireTurn(
  { request, before, after }: WantedRules['turns'][number],
  accountOf: (id: string) => AccountRef,
): RequestTurn {
  const { id, catalogId, resource, principal, requestedBy, requestedAt } = request
  const { database, table } = { database: '', table: '', ...resource }
  return {
    ...{ id, principal, requestedBy, requestedAt: requestedAt.toISOString() },
    dataset: { account: accountOf(catalogId), database, table },
    ...{ before: before.map(wireNeed), after: after.map(wireNeed) },
  }
}

function wireNeed(need: WantedRules['turns'][number]['after'][number]): Need {
  return { ...need, approvers: [...need.approvers] }
}
