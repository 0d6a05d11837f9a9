import type { Caller } from '../../identity/index.ts'

export const DASHBOARD_PREFIX = 'u-'

/** Spark’s history server over the event log of one driver, in a box of its own, for one asker. */
export interface Dashboard {
  id: string
  box: string
  /** Who asked; nobody else is let in. */
  caller: Caller
  /** A token of theirs that is bound to the box: it fails when they are gone or switched off. */
  signIn: string
  /** The box of the driver whose event log it shows. */
  shows: string
  port: number
  reservationId: string
  /** Spark’s name of what it shows, once it has read it. */
  shown: Promise<string>
  /** Asks again whether they may see it. */
  demand(): Promise<void>
  provenAt: Date
  lookedAt: Date
}

const IDLE_MS = 10 * 60_000
const PROVEN_FOR_MS = 10_000

export function unwatched({ lookedAt }: Pick<Dashboard, 'lookedAt'>, now: Date): boolean {
  return now.getTime() - lookedAt.getTime() > IDLE_MS
}

export function dueForProof({ provenAt }: Pick<Dashboard, 'provenAt'>, now: Date): boolean {
  return now.getTime() - provenAt.getTime() > PROVEN_FOR_MS
}

/** What Spark calls applications: nothing that could lead out of a path. */
export function applicationPath(name: string): string {
  return `/history/${encodeURIComponent(name)}/jobs/`
}
