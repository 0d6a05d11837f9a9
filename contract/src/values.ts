import { type Static, type TSchema, Type } from 'typebox'

/** A moment, ISO 8601 with zone; each viewer renders it in words and exactly. */
export const Instant = Type.String({ format: 'date-time' })
/** A calendar day of the feed's own calendar, `2013-07-04`. */
export const Day = Type.String({ format: 'date' })
export const AccountId = Type.String({ pattern: '^\\d{12}$' })

export const AccountRef = Type.Object({ id: AccountId, name: Type.String() })
export type AccountRef = Static<typeof AccountRef>

export const Tag = Type.Object({ key: Type.String(), value: Type.String() })
export type Tag = Static<typeof Tag>

/** A dataset by the names that people and tools use for it. */
export const DatasetRef = Type.Object({
  account: AccountRef,
  database: Type.String(),
  table: Type.String(),
})
export type DatasetRef = Static<typeof DatasetRef>

export const Id = Type.Object({ id: Type.String() })
export const Done = Type.Object({ done: Type.Literal(true) })
export type Done = Static<typeof Done>

/** Columns of types that can be neither shown nor profiled. */
export const LeftOut = Type.Optional(
  Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
)

/** What every list takes: where to go on, and how many at most. */
export const Paging = {
  cursor: Type.Optional(Type.String({ maxLength: 1000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

/** What every list answers; without `nextCursor` it is the end. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) })
}

/** How every refusal looks: what happened, and the id under which the log knows it. */
export const Problem = Type.Object({
  /** A promise: never renamed, never reused. */
  code: Type.String(),
  kind: Type.Enum([
    'invalid',
    'unauthenticated',
    'denied',
    'not-found',
    'conflict',
    'precondition-failed',
    'limit-exceeded',
    'not-implemented',
    'unavailable',
    'internal',
  ]),
  message: Type.String(),
  requestId: Type.String(),
  facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Problem = Static<typeof Problem>
