import { type Static, Type } from 'typebox'
import { InAudit } from './requests.ts'
import { AccountId, AccountRef, Done, Id, Instant, pageOf } from './values.ts'

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

/** A piece of an account's chain on its way to a place in S3. */
export const AuditExport = Type.Object({
  id: Type.String(),
  accountId: AccountId,
  location: Type.String(),
  format: Type.Enum(['parquet', 'jsonl']),
  askedBy: Type.String(),
  askedAt: Instant,
  firstSequence: Type.Integer(),
  lastSequence: Type.Integer(),
  /** Records that are written. */
  written: Type.Integer(),
  files: Type.Integer(),
  /** One that goes on by itself waits between its rounds. */
  state: Type.Enum(['running', 'waiting', 'done', 'failed', 'stopped']),
  /** It goes on by itself, so often. */
  every: Type.Optional(Type.Enum(['hour', 'day'])),
  nextAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
  endedAt: Type.Optional(Instant),
})
export type AuditExport = Static<typeof AuditExport>

export const NewAuditExport = Type.Object(
  {
    /** `s3://bucket/prefix`, where who asks may put objects. */
    location: Type.String({ maxLength: 700 }),
    /** The own account unless named. */
    account: Type.Optional(AccountId),
    format: Type.Optional(Type.Enum(['parquet', 'jsonl'])),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    /** To go on by itself, with all that happens. */
    every: Type.Optional(Type.Enum(['hour', 'day'])),
  },
  { additionalProperties: false },
)

export const auditOperations = {
  listAudit: { summary: 'The audit record', query: InAudit, answer: AuditRecords },
  listAudits: {
    summary: 'The accounts whose audit one may read, the own first',
    answer: pageOf(AccountRef),
  },
  verifyAudit: { summary: 'Verify the chains', answer: AuditChains },
  exportAudit: {
    summary: 'Write an audit to a place in S3, as Parquet or JSON lines',
    body: NewAuditExport,
    answer: AuditExport,
  },
  listAuditExports: {
    summary: 'Exports of an audit, and how far they are',
    query: Type.Object({ account: Type.Optional(AccountId) }),
    answer: pageOf(AuditExport),
  },
  stopAuditExport: { summary: 'Stop an export of an audit', params: Id, answer: Done },
} as const
