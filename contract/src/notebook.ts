import { type Static, Type } from 'typebox'
import { Instant } from './values.ts'

export const OpenNotebook = Type.Object(
  {
    /** ARN of a role that the caller may assume; without it, the caller’s own rights. */
    role: Type.Optional(Type.String({ maxLength: 2048 })),
  },
  { additionalProperties: false },
)
export type OpenNotebook = Static<typeof OpenNotebook>

export const Notebook = Type.Object({
  id: Type.String(),
  role: Type.Optional(Type.String()),
  state: Type.Enum(['starting', 'running', 'stopping', 'ended']),
  /** Why it ended. */
  reason: Type.Optional(Type.String()),
  openedAt: Instant,
  endedAt: Type.Optional(Instant),
  mayEnter: Type.Boolean(),
  mayStop: Type.Boolean(),
})
export type Notebook = Static<typeof Notebook>

export const Notebooks = Type.Object({
  items: Type.Array(Notebook),
  nextCursor: Type.Optional(Type.String()),
  /** Of the caller’s own account, which one may be opened as. */
  roles: Type.Array(Type.String()),
})
export type Notebooks = Static<typeof Notebooks>

/** Lets one browser in, once, within half a minute. */
export const Entrance = Type.Object({ url: Type.String() })
export type Entrance = Static<typeof Entrance>
