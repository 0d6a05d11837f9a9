/** A source seen, not yet offered. */
export interface Prospect {
  id: string
  accountId: string
  source: string
  seenBy: string
  seenAt: Date
  nextStep: string
  owner: string
  state: 'open' | 'offered' | 'closed'
}

/** What became of the same source before. */
export interface EarlierVerdict {
  trialId: string
  decidedAt: Date
  verdict: string
}

export interface KnownProspect extends Prospect {
  earlier: EarlierVerdict[]
}
