import type { RulesPlan } from '@millrace/contract'
import type { RulesPlan as Plan } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { wireEffects, wireRights } from './effect-wire.ts'
import { operation } from './operation.ts'

/** Nothing of it stays. */
export const planRules = operation('planRules', async (deps, { caller, body }) => {
  return wirePlan(deps, caller, await deps.governance.planRules(caller, body.document))
})

export async function wirePlan(
  deps: PortalApiDeps,
  caller: Caller,
  plan: Plan,
): Promise<RulesPlan> {
  const { steps, effects, snapshotVersion, digest } = plan
  const told = await wireEffects(deps, caller, effects)
  const rights = await wireRights(deps, plan.rights)
  return { steps: [...steps], ...told, rights, snapshotVersion, digest }
}
