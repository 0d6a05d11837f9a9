import type { NoticeTarget } from '../../../foundation/notice-target.ts'
import type { Grant } from './grant.ts'

const DAY_MS = 86_400_000

/** So many days before its end people are written to of a grant, the farthest first. */
export const DISTANCES: readonly number[] = [14, 2]

/** Whom an account wants to be told, and who said so. */
export interface ReminderTargets {
  targets: readonly NoticeTarget[]
  setBy?: string
  setAt?: Date
  /** Counts how often they were set. */
  version: number
}

/** It was said of which grant with which end, to which account. */
export interface Reminder {
  grantId: string
  endsAt: Date
  accountId: string
  days: number
  remindedAt: Date
}

/** The distances that a grant has come to; none that it was made within. */
export function distancesReached({ endsAt, grantedAt }: Grant, now: Date): number[] {
  if (endsAt === undefined || endsAt <= now) return []
  return DISTANCES.filter((days) => {
    const at = endsAt.getTime() - days * DAY_MS
    return at <= now.getTime() && grantedAt.getTime() < at
  })
}
