import { type Static, Type } from 'typebox'
import { AccountId, AccountRef, Instant } from './values.ts'

export const Isolation = Type.Object(
  { isolated: Type.Boolean(), reason: Type.Optional(Type.String({ maxLength: 300 })) },
  { additionalProperties: false },
)

const Reader = Type.Object({
  principal: Type.String(),
  columns: Type.Array(Type.String()),
  everyRow: Type.Boolean(),
  /** The grants behind it in words, with who gave them. */
  through: Type.Array(Type.String()),
})

/** What a switched-off account could read and did, as it was when it was switched off. */
export const IsolationReport = Type.Object({
  account: AccountRef,
  isolatedAt: Instant,
  reason: Type.Optional(Type.String()),
  buckets: Type.Array(Type.String()),
  tables: Type.Array(
    Type.Object({
      accountId: AccountId,
      database: Type.String(),
      table: Type.String(),
      readers: Type.Array(Reader),
    }),
  ),
  /** Equal records of the audit of the last thirty days, counted; the latest first. */
  uses: Type.Array(
    Type.Object({
      principal: Type.String(),
      action: Type.String(),
      resource: Type.String(),
      decision: Type.Enum(['allowed', 'denied']),
      count: Type.Integer(),
      firstAt: Instant,
      lastAt: Instant,
    }),
  ),
  usesLeftOff: Type.Integer(),
  /** Sessions and runs that were ended. */
  ended: Type.Array(
    Type.Object({
      kind: Type.Enum(['session', 'run']),
      id: Type.String(),
      owner: Type.String(),
      principal: Type.String(),
      accountId: AccountId,
    }),
  ),
})
export type IsolationReport = Static<typeof IsolationReport>

export const SwitchedAccount = Type.Object({
  done: Type.Literal(true),
  report: Type.Optional(IsolationReport),
})
