import { type Static, Type } from 'typebox'
import { AccountId, AccountRef, Instant, pageOf } from './values.ts'

export const AuditRecord = Type.Object({
  id: Type.String(),
  at: Instant,
  accountId: AccountId,
  actor: Type.String(),
  principal: Type.String(),
  action: Type.String(),
  resource: Type.String(),
  decision: Type.Enum(['allowed', 'denied']),
  detail: Type.Record(Type.String(), Type.Unknown()),
  hash: Type.Optional(Type.String()),
})
export type AuditRecord = Static<typeof AuditRecord>
export const AuditRecords = pageOf(AuditRecord)

/** Is the record whole? Each account's chain, walked from its first record. */
export const AuditChains = Type.Object({
  verifiedAt: Instant,
  chains: Type.Array(
    Type.Object({
      account: AccountRef,
      records: Type.Integer(),
      intact: Type.Boolean(),
      head: Type.Optional(Type.String()),
      brokenAt: Type.Optional(Type.String()),
    }),
  ),
})
export type AuditChains = Static<typeof AuditChains>
