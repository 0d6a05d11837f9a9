import type { Caller, PolicyStatement } from '../identity/index.ts'
import { isAnonymous } from '../identity/index.ts'
import type { StorageParts } from './deps.ts'
import { accessDenied, aclNotSupported, noSuchGrantee } from './errors.ts'
import {
  type Acl,
  type AclWish,
  ALL_USERS,
  AUTHENTICATED_USERS,
  type Grant,
  grantsOf,
  ownerOfNew,
  ownersAlone,
  statementOf,
  toGroup,
} from './model/acl.ts'
import { formatLocation } from './model/location.ts'
import {
  ALL_BLOCKED,
  grantsArePublic,
  NOTHING_BLOCKED,
  type PublicAccessBlock,
  policyIsPublic,
} from './model/public-access.ts'
import type { Bucket } from './store/buckets.ts'
import { isOpenAccount } from './store/public-accounts.ts'

type Deps = Pick<StorageParts, 'sql' | 'identity'>

/** What says who may: a bucket, or the object in it, with its list if it has one. */
export interface Opening {
  bucket: Bucket
  object?: { acl?: Acl } | undefined
}

/**
 * What policy and lists let others than the owner do, as one policy: a grant is a statement. An
 * object of another account than its bucket's is that account's to open, and the bucket's to close.
 */
export async function resourcePolicyOf(
  deps: Deps,
  caller: Caller,
  { bucket, object }: Opening,
): Promise<{ document: { Statement: PolicyStatement[] }; accountId: Caller['accountId'] }> {
  const owner = object?.acl?.owner ?? bucket.accountId
  const grants = (object ? object.acl?.grants : bucket.acl) ?? []
  const granted = listsCount(bucket) ? await countingGrants(deps, caller, { bucket, grants }) : []
  const on = object ? 'object' : 'bucket'
  const Statement = [
    ...(await countingStatements(deps, caller, { bucket, owner })),
    ...granted.flatMap((grant) => statementOf(grant, on) ?? []),
  ]
  return { document: { Statement }, accountId: owner as Caller['accountId'] }
}

export function listsCount({ ownership }: Pick<Bucket, 'ownership'>): boolean {
  return ownership !== 'BucketOwnerEnforced'
}

async function countingStatements(
  deps: Deps,
  caller: Caller,
  { bucket, owner }: { bucket: Bucket; owner: string },
): Promise<PolicyStatement[]> {
  const { policy } = bucket
  if (!policy) return []
  const all = [policy.Statement].flat()
  const denials = all.filter(({ Effect }) => Effect === 'Deny')
  if (owner !== bucket.accountId) return denials
  if (caller.accountId === bucket.accountId || !policyIsPublic(policy)) return all
  return (await blockOf(deps, bucket)).restrictPublicBuckets ? denials : all
}

async function countingGrants(
  deps: Deps,
  caller: Caller,
  { bucket, grants }: { bucket: Bucket; grants: readonly Grant[] },
): Promise<readonly Grant[]> {
  const theirs = grants.filter(({ to }) => isAmong(caller, to))
  if (!grantsArePublic(theirs) || !(await blockOf(deps, bucket)).ignorePublicAcls) return theirs
  return theirs.filter((grant) => !toGroup(grant))
}

function isAmong(caller: Caller, to: Grant['to']): boolean {
  if (to === AUTHENTICATED_USERS) return !isAnonymous(caller)
  return to === ALL_USERS || to === caller.accountId
}

/** Of an account that was not opened nothing is public, whatever its buckets say. */
export async function blockOf(
  deps: Pick<Deps, 'sql'>,
  bucket: Pick<Bucket, 'accountId' | 'publicAccessBlock'>,
): Promise<PublicAccessBlock> {
  if (!(await isOpenAccount(deps.sql, bucket.accountId))) return ALL_BLOCKED
  return bucket.publicAccessBlock ?? NOTHING_BLOCKED
}

/**
 * The list of a new object; none where it is the bucket owner's alone.
 *
 * @throws storage.acl-not-supported, storage.access-denied, storage.no-such-grantee
 */
export async function aclOfNew(
  deps: Deps,
  caller: Caller,
  { bucket, wish }: { bucket: Bucket; wish: AclWish | undefined },
): Promise<{ acl?: Acl }> {
  demandLists(bucket, wish)
  const owner = ownerOfNew(bucket, caller.accountId, wish)
  const alone = owner === bucket.accountId && ownersAlone(wish, owner)
  if (alone || !listsCount(bucket)) return {}
  const grants = grantsOf(wish ?? 'private', { owner, bucketOwner: bucket.accountId })
  await checkGrants(deps, caller, { bucket, grants })
  return { acl: { owner, grants } }
}

/**
 * Where lists do not count, one is taken that says what holds already.
 *
 * @throws storage.acl-not-supported @see S3 User Guide, "Controlling ownership of objects"
 */
export function demandLists(bucket: Bucket, wish: AclWish | undefined): void {
  if (listsCount(bucket)) return
  if (wish === 'private' || !ownersAlone(wish, bucket.accountId)) throw aclNotSupported({})
}

/** @throws storage.access-denied, storage.no-such-grantee */
export async function checkGrants(
  deps: Deps,
  caller: Caller,
  of: {
    bucket: Pick<Bucket, 'name' | 'accountId' | 'publicAccessBlock'>
    grants: readonly Grant[]
  },
): Promise<void> {
  const { bucket, grants } = of
  if (grantsArePublic(grants) && (await blockOf(deps, bucket)).blockPublicAcls) {
    const location = formatLocation({ bucket: bucket.name, key: '' })
    throw accessDenied({ arn: caller.arn, action: 's3:BlockPublicAcls', location })
  }
  const others = grants.filter((grant) => !toGroup(grant) && grant.to !== caller.accountId)
  if (others.length === 0) return
  const known = new Set((await deps.identity.accounts()).map(({ id }) => String(id)))
  const odd = others.find(({ to }) => !known.has(to))
  if (odd) throw noSuchGrantee({ id: odd.to })
}
