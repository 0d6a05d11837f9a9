import { type Static, Type } from 'typebox'
import { AccountRef, DatasetRef, Instant } from './values.ts'

/** A call of Lake Formation that is only to be tried. */
export const TryChange = Type.Object(
  {
    /** `GrantPermissions`, or another operation that changes rules. */
    operation: Type.String({ maxLength: 100 }),
    /** Its request, as an AWS client sends it. */
    input: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: false },
)

const Part = Type.Object({
  permissions: Type.Array(Type.String()),
  columns: Type.Array(Type.String()),
})

/** What somebody would gain or lose on one table. */
export const WhatIfEffect = Type.Object({
  /**
   * A user or role; `<account>:IAMPrincipals` stands for all of an account whom no rule names, and
   * `IAM_ALLOWED_PRINCIPALS` for whomever IAM lets read the place of the table.
   */
  principal: Type.String(),
  dataset: DatasetRef,
  gained: Part,
  lost: Part,
  /** Where other rows would be read: which are now, and which would be. */
  rows: Type.Optional(Type.Object({ before: Type.String(), after: Type.String() })),
  /** It opens cells that bear a tag of the value `restricted`. */
  widensRestricted: Type.Boolean(),
  /** From this moment on, where a grant begins later. */
  startsAt: Type.Optional(Instant),
})

const Rights = Type.Object({
  permissions: Type.Array(Type.String()),
  grantable: Type.Array(Type.String()),
})

/** What somebody would gain or lose on what is no table: a database, a place, a tag. */
export const RightsTurn = Type.Object({
  principal: Type.String(),
  catalog: AccountRef,
  on: Type.String(),
  gained: Rights,
  lost: Rights,
  startsAt: Type.Optional(Instant),
})
export type RightsTurn = Static<typeof RightsTurn>

/** A projection that must be made before what is opened can be read. */
const WhatIfCost = Type.Object({
  /** Who would read it; others may read the same one. */
  principal: Type.String(),
  dataset: DatasetRef,
  /** Files of the newest snapshot; of tables of the caller’s own account. */
  readBytes: Type.Optional(Type.Integer()),
  storeBytes: Type.Integer(),
  /** Rows are filtered: `storeBytes` is the most that it may be. */
  filtered: Type.Boolean(),
  /** By how fast this platform made others. */
  seconds: Type.Integer(),
})

/** What a change costs in time and storage. */
export const Costs = {
  /** Of each projection that is not there yet. */
  costs: Type.Array(WhatIfCost),
  /** So many effects more were not looked at. */
  uncosted: Type.Integer(),
}

/** Whose access is changed, and how. */
export const Effects = Type.Object({
  /** The first of them, those that widen what is restricted before the others. */
  effects: Type.Array(WhatIfEffect),
  total: Type.Integer(),
  /** How many of all open restricted cells. */
  widening: Type.Integer(),
  ...Costs,
  /** Stands for all effects: whoever agrees to them names it. */
  digest: Type.String(),
})
export type Effects = Static<typeof Effects>

/** What a grant would give on one table by itself, whatever its grantee has already. */
const WhatIfGift = Type.Object({
  dataset: DatasetRef,
  ...Part.properties,
  rows: Type.String(),
  /** Cells are among it that bear a tag of the value `restricted`. */
  restricted: Type.Boolean(),
})

/** What one agrees to: what a grant changes now, and what it gives when all else has ended. */
export const AskedGrant = Type.Object({
  ...Effects.properties,
  /** The first of them, those that give what is restricted before the others. */
  gives: Type.Array(WhatIfGift),
})
export type AskedGrant = Static<typeof AskedGrant>

export const WhatIf = Type.Object({
  ...Effects.properties,
  /** The first of them, on what is no table. */
  rights: Type.Array(RightsTurn),
  /** What the call itself would answer. */
  answer: Type.Record(Type.String(), Type.Unknown()),
  /** Of the rules that it was tried on. */
  snapshotVersion: Type.Integer(),
})
export type WhatIf = Static<typeof WhatIf>

export const whatIfOperations = {
  whatIf: {
    summary: 'Whose access a change of Lake Formation would change',
    body: TryChange,
    answer: WhatIf,
  },
}
