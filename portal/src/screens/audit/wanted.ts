import type { QueryOf } from '@millrace/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'

/** What is asked of the audit, as it stands in the address. */
export interface Wanted {
  account?: string
  /** `database.table`, or `account/database.table` */
  dataset?: string
  person?: string
  role?: string
  action?: string
  resource?: string
  decision?: string
  /** A ready one; `from` and `to` are one's own. */
  period?: string
  from?: string
  to?: string
}

export type Period = Pick<Wanted, 'period' | 'from' | 'to'>

/** Name in the address, words, and how many days before today it begins. */
export const PERIODS = [
  ['today', 'Today', 0],
  ['7d', 'Last 7 days', 6],
  ['30d', 'Last 30 days', 29],
  ['90d', 'Last 90 days', 89],
] as const

const DAY_MS = 86_400_000

/** Every change is a step that the browser's way back undoes. */
export function useWanted() {
  const wanted = useSearch({ strict: false }) as Wanted
  const navigate = useNavigate()
  const want = (next: Wanted) => void navigate({ to: '.', search: next as never })
  return { wanted, want }
}

export function queryOf({ period, from, to, ...rest }: Wanted): QueryOf<'listAudit'> {
  return { ...rest, ...bounds({ period, from, to } as Period) } as QueryOf<'listAudit'>
}

/** A ready period begins at a midnight of UTC: all day long its pages are those of one list. */
export function bounds({ period, from, to }: Period): { from?: string; to?: string } {
  const ready = PERIODS.find(([name]) => name === period)
  if (ready) return { from: midnight(ready[2]) }
  return { ...(from && { from }), ...(to && { to }) }
}

export function midnight(daysAgo: number): string {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10)
  return `${day}T00:00:00Z`
}

/** Is anything but the account asked for? */
export function narrowed({ account: _, ...rest }: Wanted): boolean {
  return Object.values(rest).some(Boolean)
}
