import type { DomainError } from '../../foundation/errors.ts'
import { putAudit } from '../../foundation/outbox.ts'
import {
  type AccessRequest,
  type Caller,
  isAnonymous,
  type VendedPrefix,
  type VendedScope,
} from '../identity/index.ts'
import { auditOf } from './audit.ts'
import type { StorageParts } from './deps.ts'
import { accessDenied, noSuchBucket, noSuchKey } from './errors.ts'
import { type Acl, type AclWish, objectDecides, ownersAlone } from './model/acl.ts'
import { formatLocation, within } from './model/location.ts'
import type { ObjectAt, Tags, VersionAt } from './model/object.ts'
import { aclOfNew, listsCount, type Opening, resourcePolicyOf } from './openness.ts'
import type { Bucket } from './store/buckets.ts'
import { findAcl } from './store/objects.ts'

type Gated = Pick<StorageParts, 'sql' | 'gathering' | 'identity' | 'governance'>

/** What is to be done with one key, or with the keys under a prefix. */
export interface ObjectRequest {
  /** `s3:GetObject` */
  action: string
  access: VendedPrefix['access']
  at: VersionAt
  /** Of an object that is yet to be made: what lies under the key has no say. */
  isNew?: boolean
  /** Condition keys that only this operation knows. */
  context?: AccessRequest['context']
  /** How to look the bucket up, where more is to be found on the way; asked once, if at all. */
  lookUp?: () => Promise<Bucket | undefined>
}

/**
 * The gate of one object. Vended credentials open their prefixes and nothing else; a registered
 * location opens to them alone; the rest is for IAM, the bucket's policy and access control lists
 * to decide. Closed keys answer the same whether they are there or not. Answers the bucket.
 *
 * @throws storage.access-denied, identity.access-denied, storage.no-such-bucket
 */
export async function demandObject(
  deps: Gated,
  caller: Caller,
  request: ObjectRequest,
): Promise<Bucket> {
  const { action, at, context = {}, isNew = false } = request
  return auditDenial(deps, caller, { action, location: formatLocation(at) }, async () => {
    const open = openByScope(deps, caller, request)
    const bucket = await bucketOf(deps, at.bucket, request.lookUp)
    if (open) return bucket
    const resource = `arn:aws:s3:::${at.bucket}/${at.key}`
    const decides = !isNew && objectDecides(action) && listsCount(bucket)
    const object = decides ? await objectOf(deps, caller, bucket, at) : undefined
    await demandPolicies(deps, caller, { bucket, object }, { action, resource, context })
    return bucket
  })
}

/** An object whose list decides. Of a key that has none others learn who may list the bucket. */
async function objectOf(deps: Gated, caller: Caller, bucket: Bucket, at: VersionAt) {
  const object = await findAcl(deps.sql, at)
  const others = bucket.accountId !== caller.accountId
  if (!object && others && (await mayKnowAbsence(deps, caller, at)))
    throw noSuchKey({ location: formatLocation(at) })
  return object
}

/**
 * Whether an object may be made; tags and a list that come with it ask for more. Answers the
 * bucket, and the list that it is to have.
 *
 * @throws storage.acl-not-supported @see S3 `PutObject`, "Permissions"
 */
export async function demandPut(
  deps: Gated,
  caller: Caller,
  { tags, acl, ...at }: ObjectAt & { tags?: Tags | undefined; acl?: AclWish | undefined },
): Promise<{ bucket: Bucket; acl?: Acl }> {
  const context = tags ? tagKeysOf(tags) : {}
  const request = { access: 'read-write', at, context, isNew: true } as const
  const bucket = await demandObject(deps, caller, { action: 's3:PutObject', ...request })
  if (tags) await demandObject(deps, caller, { action: 's3:PutObjectTagging', ...request })
  const action = 's3:PutObjectAcl'
  // What vended credentials write is the owner's of the bucket.
  const owner = caller.scope ? undefined : bucket.accountId
  if (!ownersAlone(acl, owner)) await demandObject(deps, caller, { action, ...request })
  if (caller.scope) return { bucket }
  return auditDenial(deps, caller, { action, location: formatLocation(at) }, async () => ({
    bucket,
    ...(await aclOfNew(deps, caller, { bucket, wish: acl })),
  }))
}

/** Tags that come with a request, as policies ask for them. */
export function tagKeysOf(tags: Tags): Record<string, string | readonly string[]> {
  const each = Object.entries(tags).map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])
  return { ...Object.fromEntries(each), 's3:RequestObjectTagKeys': Object.keys(tags) }
}

/**
 * The keys under a prefix; answers their bucket. Those of closed locations in it are left out of
 * the answer.
 */
export async function demandList(
  deps: Gated,
  caller: Caller,
  list: ObjectAt & { context: Readonly<Record<string, string>>; action?: string },
): Promise<Bucket> {
  const { action = 's3:ListBucket' } = list
  const request: ObjectRequest = { action, access: 'read', at: list }
  return auditDenial(deps, caller, { action, location: formatLocation(list) }, async () => {
    const open = openByScope(deps, caller, request)
    const bucket = await bucketOf(deps, list.bucket)
    const resource = `arn:aws:s3:::${list.bucket}`
    const { context } = list
    if (!open) await demandPolicies(deps, caller, { bucket }, { action, resource, context })
    return bucket
  })
}

/** What is done with a bucket itself: never by vended credentials. */
export async function demandBucket(
  deps: Gated,
  caller: Caller,
  request: { action: string; bucket: string },
): Promise<Bucket> {
  const { action } = request
  return auditDenial(deps, caller, { action, location: `s3://${request.bucket}` }, async () => {
    if (caller.scope) throw denied(caller, action, `s3://${request.bucket}`)
    const bucket = await bucketOf(deps, request.bucket)
    const resource = `arn:aws:s3:::${request.bucket}`
    if (await mendsPolicy(deps, caller, { bucket, action }))
      await deps.identity.demand(caller, { action, resource })
    else await demandPolicies(deps, caller, { bucket }, { action, resource })
    return bucket
  })
}

const ON_POLICY = ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']

/**
 * A policy that denies all must not lock its bucket for ever. On AWS the root user of the account
 * takes it away; here whoever could give themselves any right in the account does.
 */
async function mendsPolicy(
  { identity }: Gated,
  caller: Caller,
  { bucket, action }: { bucket: Bucket; action: string },
): Promise<boolean> {
  if (bucket.accountId !== caller.accountId || !ON_POLICY.includes(action)) return false
  return identity.allows(caller, { action: 'iam:PutUserPolicy', resource: '*' })
}

/** What has no bucket yet: IAM alone decides. */
export async function demandAccount(
  deps: Gated,
  caller: Caller,
  request: AccessRequest,
): Promise<void> {
  const { action, resource } = request
  await auditDenial(deps, caller, { action, location: resource }, async () => {
    if (caller.scope || isAnonymous(caller)) throw denied(caller, action, resource)
    await deps.identity.demand(caller, request)
  })
}

/** May the caller learn that there is no such key? S3 tells those who may list the bucket. */
export async function mayKnowAbsence(deps: Gated, caller: Caller, at: ObjectAt): Promise<boolean> {
  if (caller.scope) return true
  const bucket = await bucketOf(deps, at.bucket)
  const resource = `arn:aws:s3:::${at.bucket}`
  return deps.identity.allows(caller, {
    action: 's3:ListBucket',
    resource,
    resourcePolicy: await resourcePolicyOf(deps, caller, { bucket }),
    context: { 's3:prefix': at.key },
  })
}

/** Is this location closed to callers without a vended scope? */
export function closedBy(deps: Pick<Gated, 'governance'>, caller: Caller, location: string) {
  return caller.scope ? undefined : deps.governance.registeredLocation(location)
}

/**
 * True: the scope opens it. False: IAM decides. Keys for a table end with the right to it.
 *
 * @throws storage.access-denied
 */
function openByScope(deps: Gated, caller: Caller, { action, access, at }: ObjectRequest): boolean {
  const location = formatLocation(at)
  if (caller.scope) {
    // Whoever may write a governed table's files may not hand them on.
    const handsOn = action.endsWith('Acl') && access === 'read-write'
    const covers = !handsOn && scopeCovers(caller.scope, location, { action, access })
    const use = access === 'read-write' ? 'write' : 'read'
    if (covers && !deps.governance.keysEnded(caller, use)) return true
    throw denied(caller, action, location)
  }
  if (deps.governance.registeredLocation(location)) throw denied(caller, action, location)
  return false
}

/** Each opens all before it: to get objects, to list them as well, to write them as well. */
const STEPS: readonly VendedPrefix['access'][] = ['get', 'read', 'read-write']
/** All that `put` opens. */
const PUTS: ReadonlySet<string> = new Set([
  's3:PutObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:ListBucketMultipartUploads',
  's3:ListBucket',
])

function scopeCovers(
  scope: VendedScope,
  location: string,
  { action, access }: Pick<ObjectRequest, 'action' | 'access'>,
): boolean {
  return scope.prefixes.some((prefix) => {
    if (!within(location, prefix.location)) return false
    if (prefix.access === 'put') return PUTS.has(action)
    return STEPS.indexOf(access) <= STEPS.indexOf(prefix.access)
  })
}

async function bucketOf(
  deps: Gated,
  name: string,
  lookUp: ObjectRequest['lookUp'] = () => deps.gathering.bucket(name),
): Promise<Bucket> {
  const bucket = await lookUp()
  if (!bucket) throw noSuchBucket({ bucket: name })
  return bucket
}

async function demandPolicies(
  deps: Gated,
  caller: Caller,
  opening: Opening,
  request: AccessRequest,
): Promise<void> {
  const { action, resource } = request
  const resourcePolicy = await resourcePolicyOf(deps, caller, opening)
  const asked = { ...request, resourcePolicy }
  if (isAnonymous(caller)) {
    if (await deps.identity.allows(caller, asked)) return
    throw denied(caller, action, resource)
  }
  // Another account needs the owner's word as well as its own.
  const foreign = resourcePolicy.accountId !== caller.accountId
  if (foreign && resourcePolicy.document.Statement.length === 0)
    throw denied(caller, action, resource)
  await deps.identity.demand(caller, asked)
}

export function denied(caller: Caller, action: string, location: string): DomainError {
  return accessDenied({ arn: caller.arn, action, location })
}

async function auditDenial<Result>(
  deps: Gated,
  caller: Caller,
  asked: { action: string; location: string },
  decide: () => Promise<Result>,
): Promise<Result> {
  try {
    return await decide()
  } catch (error) {
    // What IAM refuses, identity has put into the audit; who signs nothing must not fill it.
    if (accessDenied.matches(error) && !isAnonymous(caller))
      await putAudit(deps.sql, [
        auditOf(caller, { action: asked.action, resource: asked.location, decision: 'denied' }),
      ])
    throw error
  }
}
