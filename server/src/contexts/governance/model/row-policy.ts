import type { AccountId } from '../../identity/index.ts'
import type { Condition } from './condition.ts'
import type { GrantResource, PolicyResource } from './grant.ts'

/** A row-level-security policy: rows of whichever tables it is attached to, by names of columns. */
export interface RowPolicy {
  accountId: AccountId
  /** In lower case. */
  name: string
  columns: readonly PolicyColumn[]
  /** As it was written. */
  text: string
}

/** A column that a policy reads, of this type where one is told (`bigint`, as Glue says). */
export interface PolicyColumn {
  name: string
  type?: string
}

/** On one table by its id, or on the tables that tags match. */
export type RowResource = Extract<GrantResource, { kind: 'table' }> | TablePolicyResource

type TablePolicyResource = PolicyResource & { kind: 'table-policy' }

/** A policy holds on tables, for one principal; without one it holds for everybody there. */
export interface RowAttachment {
  accountId: AccountId
  policy: string
  resource: RowResource
  principal?: string
  condition?: Condition
  attachedBy: string
  attachedAt: Date
}
