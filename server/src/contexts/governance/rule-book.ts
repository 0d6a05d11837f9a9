import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { isRefusal, putDenial } from './record.ts'
import { planOf, type RulesPlan, STEPS } from './rules-plan.ts'
import { demandKeeper, demandListing } from './steps/book-reader.ts'
import { changeAsSeen, type GovernanceOperations, whatIf } from './what-if.ts'

/**
 * Asks beforehand what planning and applying ask, so that no large document is read for nothing.
 *
 * @throws identity.access-denied, governance.denied
 */
export async function demandRuleKeeper(deps: Workings, caller: Caller): Promise<void> {
  await demandListing(deps, caller)
  await demandKeeper(deps, caller).catch(async (error: unknown) => {
    if (isRefusal(error)) await putDenial(deps, caller, { permission: KEEP, resource: '*' })
    throw error
  })
}

const KEEP = 'governance.keep-rules'

/** Tries to make the rules of the caller’s account those of the document; nothing of it stays. */
export async function planRules(
  deps: Workings,
  caller: Caller,
  document: unknown,
): Promise<RulesPlan> {
  const keep = (rules: GovernanceOperations) => rules.keepRules(caller, document)
  return planOf(caller, await whatIf(deps, caller, keep, STEPS))
}

/**
 * Makes them those of the document where that is still the plan that was seen.
 *
 * @throws governance.plan-changed, governance.effects-changed, and what `keepRules` throws
 */
export async function applyRules(
  deps: Workings,
  caller: Caller,
  seen: { document: unknown; digest: string },
): Promise<RulesPlan> {
  const keep = (rules: GovernanceOperations) => rules.keepRules(caller, seen.document)
  return planOf(caller, await changeAsSeen(deps, caller, seen, keep, STEPS))
}
