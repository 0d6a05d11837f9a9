import type { AccountId } from '../../identity/index.ts'
import type { ReadableTable } from './account-access.ts'

/** What a switched-off account could read and did, as it was when it was switched off. */
export interface IsolationReport extends IsolationFacts {
  /** What its people could read, by the grants of that moment. */
  tables: readonly ReadableTable[]
  /** What was done by or in it in the last thirty days, from the audit; the latest first. */
  uses: readonly AccountUse[]
  /** Uses beyond those, left off for length. */
  usesLeftOff: number
}

/** What other contexts know. */
export interface IsolationFacts {
  account: { id: AccountId; name: string }
  isolatedAt: string
  reason?: string
  buckets: readonly string[]
  /** Sessions and runs that were ended. */
  ended: readonly EndedWork[]
}

export interface EndedWork {
  kind: 'session' | 'run'
  id: string
  /** Who held it, and whose rights it had. */
  owner: string
  principal: string
  /** The account that it ran in: another one where a role of it was assumed. */
  accountId: string
}

/** Equal records of the audit, counted. */
export interface AccountUse {
  principal: string
  action: string
  resource: string
  decision: 'allowed' | 'denied'
  count: number
  firstAt: string
  lastAt: string
}
