import { createHash } from 'node:crypto'
import type { Caller } from '../identity/index.ts'
import { planChanged } from './errors.ts'
import type { Step } from './model/book-step.ts'
import { type ToldStep, toldStep } from './model/book-words.ts'
import type { RightsTurn } from './model/rights.ts'
import type { Agreed, ToldEffect, WhatIf } from './steps/as-seen.ts'

/** What steps would change, or have changed. */
export interface RulesPlan {
  steps: readonly ToldStep[]
  effects: readonly ToldEffect[]
  rights: readonly RightsTurn[]
  snapshotVersion: number
  /** Stands for all steps and effects: whoever agrees to them names it. */
  digest: string
}

export function planOf(caller: Caller, seen: WhatIf<readonly Step[]>): RulesPlan {
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

/** Whoever agrees to a plan agrees to its steps as well as to its effects. */
export const STEPS: Agreed<readonly Step[]> = { digestOf, changed: () => planChanged({}) }
