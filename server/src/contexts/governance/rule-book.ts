import { createHash } from 'node:crypto'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { planChanged } from './errors.ts'
import type { Step } from './model/book-step.ts'
import { type ToldStep, toldStep } from './model/book-words.ts'
import { isRefusal, putDenial } from './record.ts'
import type { Agreed, ToldEffect, WhatIf } from './steps/as-seen.ts'
import { demandKeeper, demandListing } from './steps/book-reader.ts'
import { changeAsSeen, type GovernanceOperations, whatIf } from './what-if.ts'

/** What a document of rules would change, or has changed. */
export interface RulesPlan {
  steps: readonly ToldStep[]
  effects: readonly ToldEffect[]
  snapshotVersion: number
  /** Stands for all steps and effects: whoever agrees to them names it. */
  digest: string
}

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

function planOf(caller: Caller, seen: WhatIf<readonly Step[]>): RulesPlan {
  const { answer, ...told } = seen
  return { ...told, steps: answer.map((step) => toldStep(step, caller.accountId)) }
}

/** By what they are asked to do; rows that are there have ids, which say nothing. */
function digestOf(steps: readonly Step[]): string {
  const text = JSON.stringify(steps, (name, value) =>
    name === 'rows' && Array.isArray(value) ? undefined : value,
  )
  return createHash('sha256').update(text).digest('hex')
}

const STEPS: Agreed<readonly Step[]> = { digestOf, changed: () => planChanged({}) }
