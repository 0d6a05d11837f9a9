import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import type { Step } from './model/book-step.ts'
import { planOf, type RulesPlan, STEPS } from './rules-plan.ts'
import { changeAsSeen, whatIf } from './what-if.ts'

/** What somebody agreed to: these steps, with these effects, on these rules and no later ones. */
export interface SeenChanges {
  steps: readonly Step[]
  digest: string
  snapshotVersion: number
}

/** Tries steps and tells whose access they change; nothing of it stays. */
export async function planChanges(
  deps: Workings,
  caller: Caller,
  steps: readonly Step[],
): Promise<RulesPlan> {
  const seen = await whatIf(deps, caller, (rules) => rules.makeChanges(caller, steps), STEPS)
  return planOf(caller, seen)
}

/**
 * Does them, all or none, where they are still what was seen.
 *
 * @throws governance.plan-changed, governance.effects-changed, and what `makeChanges` throws
 */
export async function applyChanges(
  deps: Workings,
  caller: Caller,
  { steps, digest, snapshotVersion }: SeenChanges,
): Promise<RulesPlan> {
  const seen = { digest, onVersion: snapshotVersion }
  const making = changeAsSeen(deps, caller, seen, (r) => r.makeChanges(caller, steps), STEPS)
  return planOf(caller, await making)
}
