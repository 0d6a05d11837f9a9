import { type Static, Type } from 'typebox'

/** Where large content lies, and how it is there. */
export const ObjectStore = Type.Object({
  kind: Type.Enum(['files', 's3']),
  state: Type.Enum(['ok', 'failed']),
  location: Type.String(),
  detail: Type.String(),
  /** What an operator can do. */
  fix: Type.Optional(Type.String()),
})
export type ObjectStore = Static<typeof ObjectStore>
