import { join } from 'node:path'
import { type Bound, bind } from '../../foundation/bound.ts'
import type { JobHandler } from '../../foundation/jobs.ts'
import type { UpstreamState } from './adapters/s3/settings.ts'
import { demandUpstreamOfBlobs, openBlobs } from './blobs.ts'
import { createMd5s } from './content/md5.ts'
import type { StorageDeps, StorageParts } from './deps.ts'
import type { Storage } from './face.ts'
import { createGathering } from './gathering.ts'
import { createLinks } from './links/links.ts'
import { abortUpload } from './operations/abort-upload.ts'
import { completeUpload } from './operations/complete-upload.ts'
import { copyObject } from './operations/copy-object.ts'
import { copyPart } from './operations/copy-part.ts'
import { createBucket } from './operations/create-bucket.ts'
import { createUpload } from './operations/create-upload.ts'
import { deleteBucket } from './operations/delete-bucket.ts'
import { deleteBucketPolicy } from './operations/delete-bucket-policy.ts'
import { deleteObjects } from './operations/delete-objects.ts'
import { demandBucketOwner } from './operations/demand-bucket-owner.ts'
import { getBucketAcl } from './operations/get-bucket-acl.ts'
import { getBucketOwnership } from './operations/get-bucket-ownership.ts'
import { getBucketPolicy } from './operations/get-bucket-policy.ts'
import { getBucketPolicyStatus } from './operations/get-bucket-policy-status.ts'
import { getBucketTagging } from './operations/get-bucket-tagging.ts'
import { getObject } from './operations/get-object.ts'
import { getObjectAcl } from './operations/get-object-acl.ts'
import { getObjectAttributes } from './operations/get-object-attributes.ts'
import { getObjectTagging } from './operations/get-object-tagging.ts'
import { getPublicAccessBlock } from './operations/get-public-access-block.ts'
import { headBucket } from './operations/head-bucket.ts'
import { headObject } from './operations/head-object.ts'
import { listBuckets } from './operations/list-buckets.ts'
import { listObjectVersions } from './operations/list-object-versions.ts'
import { listObjects } from './operations/list-objects.ts'
import { listParts } from './operations/list-parts.ts'
import { listUploads } from './operations/list-uploads.ts'
import { putBucketAcl } from './operations/put-bucket-acl.ts'
import { putBucketOwnership } from './operations/put-bucket-ownership.ts'
import { putBucketPolicy } from './operations/put-bucket-policy.ts'
import { putBucketTagging } from './operations/put-bucket-tagging.ts'
import { putBucketVersioning } from './operations/put-bucket-versioning.ts'
import { putObject } from './operations/put-object.ts'
import { putObjectAcl } from './operations/put-object-acl.ts'
import { putObjectTagging } from './operations/put-object-tagging.ts'
import { putPublicAccessBlock } from './operations/put-public-access-block.ts'
import { uploadPart } from './operations/upload-part.ts'
import { createDirectAccess, type DirectAccess } from './platform/direct-access.ts'
import { createLinkKeeping, type LinkKeeping } from './platform/links.ts'
import { createOwnAccess } from './platform/own-access.ts'
import { createPublicAccess, type PublicAccess } from './platform/public-access.ts'
import { createQuotas, type Quotas } from './platform/quotas.ts'
import { createReadCounts } from './read-counts.ts'
import { resumeScrub, type ScrubReport, scrub, scrubJobs } from './scrub.ts'
import { listRot, type Rot } from './store/scrub.ts'
import { scheduleSweep, sweep, sweepJobs } from './sweep.ts'

export type { UpstreamSettings, UpstreamState } from './adapters/s3/settings.ts'
export type { DeleteTarget } from './content/delete-batch.ts'
export type { ObjectOwnership, StorageDeps } from './deps.ts'
export type { LocalFile, ObjectFacts, Storage } from './face.ts'
export {
  type Acl,
  type AclWish,
  ALL_USERS,
  AUTHENTICATED_USERS,
  CANNED_ACLS,
  type CannedAcl,
  type Grant,
  type Ownership,
  type Permission,
} from './model/acl.ts'
export type { ExpectedObject, NamedPart } from './model/assembly.ts'
export type {
  DeleteConditions,
  RangeCondition,
  ReadConditions,
  WriteConditions,
} from './model/conditions.ts'
export type { Link } from './model/link.ts'
export type { Attributes, ByteRange, Checksum, ChecksumSort, Tags } from './model/object.ts'
export type { PublicAccessBlock } from './model/public-access.ts'
export type { WantedRange } from './model/range.ts'
export { OBJECT_TAGS_MAX, tagsOf } from './model/tags.ts'
export type { Versioning } from './model/versioning.ts'
export type { VersionEntry } from './operations/list-object-versions.ts'
export type { ListEntry } from './operations/list-objects.ts'
export type { UploadEntry } from './operations/list-uploads.ts'
export type { DirectAccess, DirectCredentials } from './platform/direct-access.ts'
export type { LinkKeeping, LinkState } from './platform/links.ts'
export type { PublicAccess } from './platform/public-access.ts'
export type { Keeping, Quotas } from './platform/quotas.ts'
export type { Quota } from './store/use.ts'

const operations = {
  abortUpload,
  completeUpload,
  copyObject,
  copyPart,
  createBucket,
  createUpload,
  deleteBucket,
  deleteBucketPolicy,
  deleteObjects,
  demandBucketOwner,
  getBucketAcl,
  getBucketOwnership,
  getBucketPolicy,
  getBucketPolicyStatus,
  getBucketTagging,
  getObject,
  getObjectAcl,
  getObjectAttributes,
  getObjectTagging,
  getPublicAccessBlock,
  headBucket,
  headObject,
  listBuckets,
  listObjectVersions,
  listObjects,
  listParts,
  listUploads,
  putBucketAcl,
  putBucketOwnership,
  putBucketPolicy,
  putBucketTagging,
  putBucketVersioning,
  putObject,
  putObjectAcl,
  putObjectTagging,
  putPublicAccessBlock,
  uploadPart,
}

/** What callers may do, each behind the gate; see the files of `operations/`. */
export type StorageOperations = Bound<StorageParts, typeof operations>

/** The platform's own access, what callers may do, and the life of the whole. */
export interface StorageContext
  extends Storage,
    StorageOperations,
    Quotas,
    PublicAccess,
    LinkKeeping,
    DirectAccess {
  jobs: Record<string, JobHandler>
  /** Orders sweep and scrub; once after each start. @throws storage.upstream-missing */
  start(): Promise<void>
  /** Removes what no object names; the job does so every hour. */
  sweep(): ReturnType<typeof sweep>
  /** A turn of the scrub as fast as it goes; the job goes slowly. */
  scrub(turnBytes?: number): Promise<ScrubReport>
  /** Blobs that are not what they were. */
  rot(): Promise<Rot[]>
  /** Of the S3 endpoint where blobs lie; undefined where they are files. */
  upstream(): Promise<UpstreamState | undefined>
  /** Writes the counts of vended reads to the audit now; a minute's timer does so too. */
  flushReadCounts(): Promise<void>
  close(): Promise<void>
}

export function createStorage(deps: StorageDeps): StorageContext {
  const { objectsDirectory, linkKeysDirectory, upstream: placeOfBlobs, ...given } = deps
  const { objectOwnership = 'BucketOwnerEnforced', quota = {}, ...rest } = given
  const { blobs, upstream, closeBlobs } = openBlobs(deps)
  const reads = createReadCounts(deps)
  const gathering = createGathering(deps.sql)
  const keysDirectory = linkKeysDirectory ?? join(objectsDirectory, 'link-keys')
  const links = createLinks({ keysDirectory, log: deps.log, clock: deps.clock })
  const told = { ...rest, objectOwnership, quota, placeOfBlobs }
  const createMd5 = createMd5s()
  const parts: StorageParts = { ...told, blobs, createMd5, gathering, reads, links }
  return {
    ...createOwnAccess(parts),
    ...createQuotas(parts),
    ...createPublicAccess(parts),
    ...createLinkKeeping(parts),
    ...createDirectAccess(parts),
    ...bind(parts, operations),
    jobs: { ...sweepJobs(parts), ...scrubJobs(parts) },
    async start() {
      await demandUpstreamOfBlobs(deps)
      await scheduleSweep(deps.sql, deps.clock())
      await resumeScrub(parts)
    },
    scrub: (turnBytes = Number.POSITIVE_INFINITY) =>
      scrub(parts, { bytesPerSecond: Number.POSITIVE_INFINITY, turnBytes }),
    rot: () => listRot(deps.sql),
    sweep: () => sweep(parts),
    upstream,
    flushReadCounts: reads.flush,
    async close() {
      await reads.close()
      closeBlobs()
      links.close()
    },
  }
}
