import { type Static, Type } from 'typebox'

const Limit = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))

/** What an account may keep at most; what is left out is the platform's default. */
export const StorageQuota = Type.Object(
  { sizeBytesMax: Limit, objectsMax: Limit },
  { additionalProperties: false },
)
export type StorageQuota = Static<typeof StorageQuota>

/** Objects with their past versions, and parts on their way; no limit where none is named. */
export const StorageUse = Type.Object({
  sizeBytes: Type.Integer(),
  objects: Type.Integer(),
  quota: StorageQuota,
  publicAccess: Type.Boolean(),
})
export type StorageUse = Static<typeof StorageUse>

/** Whether the buckets of an account may be public, if they say so themselves. */
export const PublicAccess = Type.Object(
  { allowed: Type.Boolean() },
  { additionalProperties: false },
)
export type PublicAccess = Static<typeof PublicAccess>
