import { type Static, Type } from 'typebox'

/** A bucket of the platform. */
export const InBucket = Type.Object({ bucket: Type.String() })

const Place = {
  /** `s3://bucket/prefix/`, as the endpoint calls it. */
  place: Type.String({ pattern: '^s3://[^/]+(/.*)?$' }),
  /** AWS's own of the region where left out. */
  endpoint: Type.Optional(Type.String()),
  region: Type.String(),
  /** Names a file of the host: the secret itself is in no request. */
  key: Type.String(),
  access: Type.Enum(['read', 'read-write']),
  /** The role that the endpoint's own STS gives to who may have whole tables. */
  directRole: Type.Optional(Type.String()),
  /** Where that STS is, if not at the endpoint. */
  stsEndpoint: Type.Optional(Type.String()),
}

/** The account by its id or its name. */
export const LinkWish = Type.Object(
  { account: Type.String(), ...Place },
  { additionalProperties: false },
)
export type LinkWish = Static<typeof LinkWish>

export const LinkedBucket = Type.Object({
  bucket: Type.String(),
  accountId: Type.String(),
  ...Place,
  state: Type.Enum(['ok', 'failed']),
  detail: Type.String(),
  /** What an operator can do. */
  fix: Type.Optional(Type.String()),
})
export type LinkedBucket = Static<typeof LinkedBucket>
