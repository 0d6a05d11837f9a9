import type { AccountId } from '../../identity/index.ts'
import type { Charter } from './charter.ts'
import { type NamedLater, withNamed } from './named-later.ts'

export type Stage = 'proposed' | 'compliance' | 'running' | 'review' | 'decided' | 'expired'
export type Decision = 'buy' | 'no-buy'

export interface Trial {
  id: string
  accountId: AccountId
  stage: Stage
  charter: Charter
  charterDigest: string
  /** What the charter left open when it was frozen, and somebody named since. */
  namedLater: NamedLater
  /** From then on neither charter nor bands change. */
  frozenAt: Date | null
  /** The data had this snapshot when the bands were frozen; null: there was none. */
  frozenAtSnapshot: string | null
  openedBy: string
  openedAt: Date
  endsAt: Date
  decision: Decision | null
  decidedBy: string | null
  decidedAt: Date | null
  /** The trial's grants are ended. */
  sealedAt: Date | null
  /** What people find later: `tried, rejected: …`. */
  verdict: string | null
}

/** The charter with what was named since: what metrics work with. */
export function charterNow({
  charter,
  namedLater,
}: Pick<Trial, 'charter' | 'namedLater'>): Charter {
  return withNamed(charter, namedLater)
}

export type Step =
  | 'asked' // Compliance has questions that are open.
  | 'started'
  | 'reviewed'
  | 'decided'
  | 'expired'

const STEPS: Readonly<Record<Stage, Partial<Record<Step, Stage>>>> = {
  proposed: { asked: 'compliance', started: 'running', expired: 'expired' },
  compliance: { started: 'running', expired: 'expired' },
  running: { reviewed: 'review', decided: 'decided', expired: 'expired' },
  review: { decided: 'decided', expired: 'expired' },
  decided: {},
  expired: {},
}

/** The whole life of a trial; undefined: this cannot happen now. */
export function stageAfter(stage: Stage, step: Step): Stage | undefined {
  return STEPS[stage][step]
}

export function ended({ stage }: Pick<Trial, 'stage'>): boolean {
  return stage === 'decided' || stage === 'expired'
}

const REVIEW_FROM = 2 / 3

/** What the clock alone does to a trial: the last third is for review, the end is the end. */
export function stepByClock(trial: Trial, now: Date): Step | undefined {
  if (ended(trial)) return undefined
  if (now >= trial.endsAt) return 'expired'
  const box = trial.endsAt.getTime() - trial.openedAt.getTime()
  const late = now.getTime() >= trial.openedAt.getTime() + box * REVIEW_FROM
  return trial.stage === 'running' && late ? 'reviewed' : undefined
}

const WARNINGS = [0.5, 0.8, 1]

/** The share of the budget that was just passed and is worth a word; 1 is the hard stop. */
export function warningPassed(spent: { before: number; after: number; budgetUsd: number }) {
  const { before, after, budgetUsd } = spent
  if (budgetUsd <= 0) return undefined
  return WARNINGS.findLast((share) => before < share * budgetUsd && after >= share * budgetUsd)
}
