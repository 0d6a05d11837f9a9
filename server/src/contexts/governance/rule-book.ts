import { createHash } from 'node:crypto'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { planChanged } from './errors.ts'
import type { Step } from './model/book-step.ts'
import { type ToldStep, toldStep } from './model/book-words.ts'
import type { ToldEffect, WhatIf } from './steps/as-seen.ts'
import { changeAsSeen, whatIf } from './what-if.ts'

/** What a document of rules would change, or has changed. */
export interface RulesPlan {
  steps: readonly ToldStep[]
  effects: readonly ToldEffect[]
  snapshotVersion: number
  /** Stands for all steps and effects: whoever agrees to them names it. */
  digest: string
}

/** Tries to make the rules of the caller’s account those of the document; nothing of it stays. */
export async function planRules(
  deps: Workings,
  caller: Caller,
  document: unknown,
): Promise<RulesPlan> {
  return planOf(caller, await whatIf(deps, caller, (rules) => rules.keepRules(caller, document)))
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
  const [ofSteps = '', digest = ''] = seen.digest.split(SEPARATOR)
  const made = await changeAsSeen(deps, caller, { digest }, async (rules) => {
    const steps = await rules.keepRules(caller, seen.document)
    if (digestOf(steps) !== ofSteps) throw planChanged({})
    return steps
  })
  return planOf(caller, made)
}

const SEPARATOR = '.'

function planOf(caller: Caller, seen: WhatIf<readonly Step[]>): RulesPlan {
  const { answer: steps, effects, snapshotVersion, digest } = seen
  return {
    ...{ effects, snapshotVersion },
    steps: steps.map((step) => toldStep(step, caller.accountId)),
    digest: `${digestOf(steps)}${SEPARATOR}${digest}`,
  }
}

/** By what they are asked to do; rows that are there have ids, which say nothing. */
function digestOf(steps: readonly Step[]): string {
  const text = JSON.stringify(steps, (name, value) =>
    name === 'rows' && Array.isArray(value) ? undefined : value,
  )
  return createHash('sha256').update(text).digest('hex')
}
