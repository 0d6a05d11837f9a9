import type { PolicyStatement } from '../../identity/index.ts'

/** @see S3 User Guide, "Controlling ownership of objects and disabling ACLs" */
export type Ownership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'

export const ALL_USERS = 'AllUsers'
/** Whoever signs. */
export const AUTHENTICATED_USERS = 'AuthenticatedUsers'

export type Permission = 'FULL_CONTROL' | 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP'

export interface Grant {
  /** An account's id, or a group. */
  to: string
  permission: Permission
}

/** An access control list; of an object it says as well whose the object is. */
export interface Acl {
  owner: string
  grants: readonly Grant[]
}

export const CANNED_ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const
export type CannedAcl = (typeof CANNED_ACLS)[number]

/** What a request asks a list to be; `owner` where it says whose it believes the thing to be. */
export type AclWish = CannedAcl | { grants: readonly Grant[]; owner?: string }

/** Whose a thing is, or will be, and whose its bucket is. */
interface Owners {
  owner: string
  bucketOwner: string
}

/** @see S3 User Guide, "Access control list (ACL) overview", "Canned ACL" */
export function grantsOf(wish: AclWish, { owner, bucketOwner }: Owners): readonly Grant[] {
  if (typeof wish !== 'string') return wish.grants
  const own: Grant = { to: owner, permission: 'FULL_CONTROL' }
  const more: Readonly<Record<CannedAcl, readonly Grant[]>> = {
    private: [],
    'public-read': [{ to: ALL_USERS, permission: 'READ' }],
    'public-read-write': [
      { to: ALL_USERS, permission: 'READ' },
      { to: ALL_USERS, permission: 'WRITE' },
    ],
    'authenticated-read': [{ to: AUTHENTICATED_USERS, permission: 'READ' }],
    'bucket-owner-read': [{ to: bucketOwner, permission: 'READ' }],
    'bucket-owner-full-control': [{ to: bucketOwner, permission: 'FULL_CONTROL' }],
  }
  return [own, ...more[wish].filter(({ to }) => to !== owner)]
}

/** True where the request takes the thing for somebody else's. */
export function mistakesOwner(wish: AclWish, owner: string): boolean {
  return typeof wish === 'object' && wish.owner !== undefined && wish.owner !== owner
}

/** Does it leave everything to the owner of the bucket? */
export function ownersAlone(wish: AclWish | undefined, bucketOwner: string | undefined): boolean {
  if (wish === undefined || wish === 'private' || wish === 'bucket-owner-full-control') return true
  if (typeof wish === 'string') return false
  return wish.grants.every(
    ({ to, permission }) => to === bucketOwner && permission === 'FULL_CONTROL',
  )
}

/** Whose an object becomes that `writer` puts with such a list. */
export function ownerOfNew(
  bucket: { accountId: string; ownership?: Ownership },
  writer: string,
  wish: AclWish | undefined,
): string {
  const { accountId, ownership } = bucket
  if (ownership === 'BucketOwnerEnforced') return accountId
  const handedOver = ownership === 'BucketOwnerPreferred' && wish === 'bucket-owner-full-control'
  return handedOver ? accountId : writer
}

export function toGroup({ to }: Grant): boolean {
  return to === ALL_USERS || to === AUTHENTICATED_USERS
}

interface Permitted {
  bucket: readonly string[]
  object: readonly string[]
}

/** @see S3 User Guide, "Mapping of ACL permissions and access policy permissions" */
const PERMITTED: Readonly<Record<Exclude<Permission, 'FULL_CONTROL'>, Permitted>> = {
  READ: {
    bucket: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
    object: ['s3:GetObject', 's3:GetObjectVersion'],
  },
  // What is made so may come with a list of its own, and in parts.
  WRITE: {
    bucket: [
      's3:PutObject',
      's3:PutObjectAcl',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
    ],
    object: [],
  },
  READ_ACP: {
    bucket: ['s3:GetBucketAcl'],
    object: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  },
  WRITE_ACP: {
    bucket: ['s3:PutBucketAcl'],
    object: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
  },
}

/** A grant as the policy statement that says the same; undefined where it permits nothing. */
export function statementOf(
  { to, permission }: Grant,
  on: keyof Permitted,
): PolicyStatement | undefined {
  const all = Object.values(PERMITTED).flatMap((permitted) => permitted[on])
  const actions = permission === 'FULL_CONTROL' ? all : PERMITTED[permission][on]
  if (actions.length === 0) return undefined
  const Principal = to === ALL_USERS || to === AUTHENTICATED_USERS ? '*' : { AWS: to }
  return { Effect: 'Allow', Principal, Action: [...actions], Resource: '*' }
}

/** What is decided by the bucket alone, whatever the object under that key says. */
const BUCKETS_TO_ALLOW: ReadonlySet<string> = new Set([
  's3:PutObject',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
])

export function objectDecides(action: string): boolean {
  return !BUCKETS_TO_ALLOW.has(action)
}
