import type { ConsideredRule } from './explain-rules.ts'
import type { EndingLicence } from './licence.ts'
import type { Permission } from './permission.ts'
import type { Principal } from './reach.ts'
import type { Access } from './table-access.ts'

export interface Explanation {
  /** `partial`: some rows or columns. */
  verdict: 'allowed' | 'partial' | 'denied'
  /** The answer in one sentence. */
  sentence: string
  access: Access
  considered: readonly ConsideredGrant[]
  /** Policies on rows that name the principal. */
  rules: readonly ConsideredRule[]
  /** Columns that are not readable, by name, as far as the asker may know of them. */
  hidden: readonly string[]
  /** Of all columns that are not readable. */
  hiddenCount: number
  /** What is lacking only the owner of the table can share, which is another account. */
  onlyOwner: boolean
  /** A resource link, on which nobody has what was asked about: see its target. */
  link?: true
  /** It has ended, and nothing that could be granted would give what was asked about. */
  licence?: EndingLicence
  /** The smallest request that would change the answer. */
  request?: {
    permissions: readonly Permission[]
    resource: string
    columns?: readonly string[]
  }
  snapshotVersion: number
}

export interface ConsideredGrant {
  grantId: string
  /** From the owner to the principal, from the owner to its account, or within its account. */
  leg: 'direct' | 'share' | 'local'
  grant: string
  grantedBy: string
  grantedAt: Date
  outcome: 'matched' | 'partly' | 'missed' | 'ended' | 'not-yet' | 'invalid'
  reason: string
}

export interface ExplainQuestion {
  principal: Principal
  tableId: string
  permission: Permission
  at: number
  /** Whoever is told knows of the table; else nothing is said of its licences. */
  knows?: boolean
  /** Columns that whoever is told may know of, by id; all where there are none. */
  seen?: ReadonlySet<number>
}
