import { type Static, Type } from 'typebox'
import { Resource } from './resource.ts'
import { AccountRef, DatasetRef, Instant, pageOf } from './values.ts'

/** Why somebody can or cannot read something, in sentences. */
export const Explanation = Type.Object({
  principal: Type.String(),
  dataset: DatasetRef,
  verdict: Type.Enum(['allowed', 'partial', 'denied']),
  /** One sentence that a person can pass on. */
  summary: Type.String(),
  steps: Type.Array(
    Type.Object({
      gate: Type.Enum(['identity', 'governance', 'share', 'filter', 'account']),
      outcome: Type.Enum(['passed', 'stopped', 'narrowed', 'noted']),
      sentence: Type.String(),
    }),
  ),
  columnsReadable: Type.Array(Type.String()),
  columnsHidden: Type.Integer(),
  rowFilter: Type.Optional(Type.String()),
  endsAt: Type.Optional(Instant),
  /** Grants that are no more, and gave what is lacking now; the newest first. */
  removed: Type.Array(
    Type.Object({
      grant: Type.String(),
      grantee: Type.String(),
      removedBy: Type.String(),
      removedAt: Instant,
    }),
  ),
  /** The smallest grant that would change the verdict. */
  request: Type.Optional(
    Type.Object({
      permissions: Type.Array(Type.String()),
      resource: Type.String(),
      columns: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  /** Who could grant it. */
  approvers: Type.Array(Type.Object({ name: Type.String(), account: AccountRef })),
})
export type Explanation = Static<typeof Explanation>

export const Grant = Type.Object({
  id: Type.String(),
  principal: Type.String(),
  /** The resource or the expression in words: `domain = mobility and sensitivity = internal`. */
  on: Type.String(),
  kind: Type.Enum(['database', 'table', 'columns', 'expression', 'location', 'catalog']),
  /** Named, or by the tags that it bears. */
  source: Type.Enum(['name', 'tags']),
  /** Of what can be asked for again, with the part that is granted. */
  dataset: Type.Optional(DatasetRef),
  columns: Type.Optional(Type.Array(Type.String())),
  filter: Type.Optional(Type.String()),
  /** Whose catalog holds it, and what it is there: as a change of rules names it. */
  catalog: AccountRef,
  resource: Resource,
  condition: Type.Optional(Type.String()),
  /** Those not in force have no effect: past their end, before their start, or over a lost tag. */
  state: Type.Enum(['active', 'not-yet', 'ended', 'invalid']),
  /** Made by somebody, or come with the making of what it is on. */
  origin: Type.Enum(['grant', 'creator', 'default']),
  permissions: Type.Array(Type.String()),
  grantable: Type.Array(Type.String()),
  rowFilter: Type.Optional(Type.String()),
  grantedBy: Type.Optional(Type.String()),
  startsAt: Type.Optional(Instant),
  endsAt: Type.Optional(Instant),
})
export type Grant = Static<typeof Grant>
export const Grants = pageOf(Grant)

export const AskForAccess = Type.Object(
  {
    account: Type.String(),
    database: Type.String(),
    table: Type.String(),
    /** Only these columns. */
    columns: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 1000 })),
    /** Only through this data filter. */
    filter: Type.Optional(Type.String()),
    /** To read, when absent. */
    permissions: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 10 })),
    /** For whom; the caller when absent. */
    principal: Type.Optional(Type.String()),
    reason: Type.String({ minLength: 10, maxLength: 2000 }),
    endsAt: Type.Optional(Instant),
  },
  { additionalProperties: false },
)
export type AskForAccess = Static<typeof AskForAccess>

export const AccessRequest = Type.Object({
  id: Type.String(),
  dataset: DatasetRef,
  /** Where it is not for the whole dataset. */
  columns: Type.Optional(Type.Array(Type.String())),
  filter: Type.Optional(Type.String()),
  permissions: Type.Array(Type.String()),
  principal: Type.String(),
  requestedBy: Type.String(),
  requestedAt: Instant,
  reason: Type.String(),
  endsAt: Type.Optional(Instant),
  state: Type.Enum(['open', 'granted', 'refused', 'withdrawn']),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  note: Type.Optional(Type.String()),
  /** What the grant would give, in words, for the one who decides. */
  effect: Type.Optional(Type.String()),
  mayDecide: Type.Boolean(),
  /**
   * False where rules of approval name others, and in a request that was looked at where the caller
   * could not make the grant: then it can be refused alone.
   */
  mayGrant: Type.Boolean(),
})
export type AccessRequest = Static<typeof AccessRequest>
export const AccessRequests = pageOf(AccessRequest)

export const DecideAccessRequest = Type.Object(
  {
    decision: Type.Enum(['grant', 'refuse']),
    /** Of the effects that were shown; to grant. */
    digest: Type.Optional(Type.String({ maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    /** To end it before it was asked to end. */
    endsAt: Type.Optional(Instant),
  },
  { additionalProperties: false },
)
export type DecideAccessRequest = Static<typeof DecideAccessRequest>

export const LfTag = Type.Object({
  account: AccountRef,
  key: Type.String(),
  values: Type.Array(Type.Object({ value: Type.String() })),
})
export type LfTag = Static<typeof LfTag>
export const LfTags = pageOf(LfTag)
