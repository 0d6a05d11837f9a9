import type { Workings } from '../deps.ts'

const DAYS = 30
const DAY_MS = 86_400_000

export function usageDays({ clock }: Workings): { from: string; to: string } {
  const now = clock().getTime()
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return { from: day(now - (DAYS - 1) * DAY_MS), to: day(now) }
}
