import type { Agreement, Vintage } from './ledger.ts'

export type QuarantineState = 'open' | 'released' | 'rejected' | 'superseded'

/** What became of a vintage that was kept back. */
export function quarantineState({ state }: Pick<Vintage, 'state'>): QuarantineState {
  if (state === 'quarantined') return 'open'
  return state === 'rejected' || state === 'superseded' ? state : 'released'
}

/** With whom nothing is agreed yet is a prospect; when the last agreement ends it is closed. */
export function vendorStage(
  agreements: readonly Pick<Agreement, 'endsAt'>[],
  { now, closedAt }: { now: Date; closedAt: Date | null },
): 'prospect' | 'agreement' | 'closed' {
  if (agreements.some(({ endsAt }) => !endsAt || endsAt > now)) return 'agreement'
  return closedAt || agreements.length > 0 ? 'closed' : 'prospect'
}
