import { conditionHolds } from './condition.ts'
import type { Governed } from './governed.ts'
import { nameOf } from './grant-names.ts'
import { namesInRules, type Principal } from './reach.ts'
import { textOf } from './resource-name.ts'
import { type RowRule, rulesNaming } from './row-rules.ts'
import type { Snapshot } from './snapshot.ts'

/** A policy on rows that names the principal, alone or as one of many. */
export interface ConsideredRule {
  /** `RLS policy us on mkt.trades, for everybody` */
  rule: string
  attachedBy: string
  attachedAt: Date
  /** It opens rows, or none. */
  opens: boolean
  reason: string
}

export function consideredRules(
  snapshot: Snapshot,
  principal: Principal,
  on: Governed,
): ConsideredRule[] {
  const names = namesInRules(snapshot, principal, on.ownerId)
  return rulesNaming(on.rules, names).map((rule) => considered(snapshot, principal, rule))
}

function considered(snapshot: Snapshot, principal: Principal, rule: RowRule): ConsideredRule {
  const { attachment, misfit } = rule
  const { policy, resource, condition, attachedBy, attachedAt } = attachment
  const name = nameOf(snapshot, resource)
  const whom = attachment.principal ?? 'everybody'
  const what = `RLS policy ${policy} on ${name ? textOf(name) : 'a table'}, for ${whom}`
  const base = { rule: what, attachedBy, attachedAt }
  if (!conditionHolds(condition, principal.attributes)) {
    const reason = `it opens no row: it asks for tags of the principal: ${condition?.text}`
    return { ...base, opens: false, reason }
  }
  if (misfit)
    return { ...base, opens: false, reason: 'it opens no row: the table lacks what it reads' }
  return { ...base, opens: true, reason: 'of what is granted, its rows are left' }
}
