import { defineError } from '../../foundation/errors.ts'

export {
  badDigest,
  checksumDiffers,
  checksumMissing,
  checksumModeDiffers,
  checksumTypeUnfit,
  headersTooLarge,
  metadataTooLarge,
  objectSizeDiffers,
} from './sending-errors.ts'

// Messages are S3's own where S3 has one: clients and people know them.

/** `marker` is the version of the delete marker that hides the key, where one does. */
export const noSuchKey = defineError<{ location: string; marker?: string }>({
  code: 'storage.no-such-key',
  kind: 'not-found',
  message: () => 'The specified key does not exist.',
})

export const noSuchVersion = defineError<{ location: string; versionId: string }>({
  code: 'storage.no-such-version',
  kind: 'not-found',
  message: () => 'The specified version does not exist.',
})

export const isDeleteMarker = defineError<{ versionId: string; modifiedAt: string }>({
  code: 'storage.is-delete-marker',
  kind: 'invalid',
  message: () => 'The specified method is not allowed against this resource.',
})

export const invalidTag = defineError<{ reason: string }>({
  code: 'storage.invalid-tag',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const noSuchTagSet = defineError<{ bucket: string }>({
  code: 'storage.no-such-tag-set',
  kind: 'not-found',
  message: () => 'The TagSet does not exist',
})

export const noSuchBucket = defineError<{ bucket: string }>({
  code: 'storage.no-such-bucket',
  kind: 'not-found',
  message: () => 'The specified bucket does not exist',
})

export const bucketNameTaken = defineError<{ bucket: string }>({
  code: 'storage.bucket-name-taken',
  kind: 'conflict',
  message: () => 'The requested bucket name is not available: another account has it.',
})

export const bucketAlreadyOwned = defineError<{ bucket: string }>({
  code: 'storage.bucket-already-owned',
  kind: 'conflict',
  message: () =>
    'Your previous request to create the named bucket succeeded and you already own it.',
})

export const bucketNotEmpty = defineError<{ bucket: string }>({
  code: 'storage.bucket-not-empty',
  kind: 'conflict',
  message: () => 'The bucket you tried to delete is not empty',
})

export const invalidBucketName = defineError<{ bucket: string }>({
  code: 'storage.invalid-bucket-name',
  kind: 'invalid',
  message: () => 'The specified bucket is not valid.',
})

export const reservedBucketName = defineError<{ bucket: string }>({
  code: 'storage.reserved-bucket-name',
  kind: 'invalid',
  message: ({ bucket }) =>
    `The name "${bucket}" is reserved: an API of the platform is served below it.`,
})

export const keyTooLong = defineError<{ sizeBytes: number; sizeBytesMax: number }>({
  code: 'storage.key-too-long',
  kind: 'invalid',
  message: () => 'Your key is too long',
})

export const invalidKey = defineError<Record<never, never>>({
  code: 'storage.invalid-key',
  kind: 'invalid',
  message: () => 'A key is UTF-8 text of at least one character and without NUL.',
})

export const invalidLocation = defineError<{ location: string }>({
  code: 'storage.invalid-location',
  kind: 'invalid',
  message: ({ location }) => `"${location}" is not of the form s3://bucket/key`,
})

export const preconditionFailed = defineError<{ condition: string }>({
  code: 'storage.precondition-failed',
  kind: 'precondition-failed',
  message: () => 'At least one of the pre-conditions you specified did not hold',
})

export const storageFull = defineError<Record<never, never>>({
  code: 'storage.full',
  kind: 'unavailable',
  message: () => 'The platform has no room for this object; nothing was stored.',
})

export const quotaExceeded = defineError<Record<never, never>>({
  code: 'storage.quota-exceeded',
  kind: 'limit-exceeded',
  message: () => 'The account keeps as much as its quota lets it; nothing was stored.',
})

export const contentLost = defineError<{ blobId: string }>({
  code: 'storage.content-lost',
  kind: 'internal',
  message: ({ blobId }) => `the index names blob "${blobId}", but the blob store has none`,
})

/** Of the S3 endpoint where blobs lie, as are the next two. What it said is the cause. */
export const upstreamAway = defineError<Record<never, never>>({
  code: 'storage.upstream-away',
  kind: 'unavailable',
  message: () => 'The store behind the platform does not answer. Please try again.',
})

export const upstreamBusy = defineError<Record<never, never>>({
  code: 'storage.upstream-busy',
  kind: 'unavailable',
  message: () => 'Please reduce your request rate.',
})

/** Trying again helps once an operator has mended it. */
export const upstreamRefused = defineError<Record<never, never>>({
  code: 'storage.upstream-refused',
  kind: 'unavailable',
  message: () => 'The store behind the platform refuses it: an operator has to look at that.',
})

/** Stands only as the cause of one of those above, in logs and for operators. */
export const upstreamSaid = defineError<{ reason: string }>({
  code: 'storage.upstream-said',
  kind: 'internal',
  message: ({ reason }) => reason,
})

/** Told at the start, to an operator. */
export const upstreamMissing = defineError<{ location: string }>({
  code: 'storage.upstream-missing',
  kind: 'invalid',
  message: ({ location }) =>
    `objects of this platform lie at ${location}: set MILLRACE_OBJECTS and what belongs to it`,
})

/** Told to who runs the platform, when a bucket is linked. */
export const linkRefused = defineError<{ reason: string }>({
  code: 'storage.link-refused',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** What a bucket that is linked to one elsewhere cannot do. */
export const linkUnsupported = defineError<{ bucket: string; what: string }>({
  code: 'storage.link-unsupported',
  kind: 'not-implemented',
  message: ({ bucket, what }) =>
    `"${bucket}" is linked to a bucket at another endpoint, and has no ${what}.`,
})

export const linkReadOnly = defineError<{ bucket: string }>({
  code: 'storage.link-read-only',
  kind: 'denied',
  message: ({ bucket }) =>
    `"${bucket}" is linked to a bucket at another endpoint, to be read and not written.`,
})

/** Closed to this caller, whether it is there or not. */
export const accessDenied = defineError<{ arn: string; action: string; location: string }>({
  code: 'storage.access-denied',
  kind: 'denied',
  message: ({ arn, action }) => `User: ${arn} is not authorized to perform: ${action}`,
})

export const noSuchBucketPolicy = defineError<{ bucket: string }>({
  code: 'storage.no-such-bucket-policy',
  kind: 'not-found',
  message: () => 'The bucket policy does not exist',
})

export const malformedPolicy = defineError<{ reason: string }>({
  code: 'storage.malformed-policy',
  kind: 'invalid',
  message: ({ reason }) => `the policy is not well formed: ${reason}`,
})

export const invalidRange = defineError<{ sizeBytes: number }>({
  code: 'storage.invalid-range',
  kind: 'invalid',
  message: () => 'The requested range is not satisfiable',
})

export const invalidArgument = defineError<{ name: string; value: string; reason: string }>({
  code: 'storage.invalid-argument',
  kind: 'invalid',
  message: ({ name, value, reason }) => `${name} "${value}": ${reason}`,
})

export const aclNotSupported = defineError<Record<never, never>>({
  code: 'storage.acl-not-supported',
  kind: 'invalid',
  message: () => 'The bucket does not allow ACLs',
})

export const aclWithOwnership = defineError<Record<never, never>>({
  code: 'storage.acl-with-ownership',
  kind: 'invalid',
  message: () => "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
})

export const noSuchGrantee = defineError<{ id: string }>({
  code: 'storage.no-such-grantee',
  kind: 'invalid',
  message: ({ id }) => `Invalid id: "${id}"`,
})

export const noSuchOwnership = defineError<{ bucket: string }>({
  code: 'storage.no-such-ownership',
  kind: 'not-found',
  message: () => 'The bucket ownership controls were not found',
})

export const noSuchPublicAccessBlock = defineError<{ bucket: string }>({
  code: 'storage.no-such-public-access-block',
  kind: 'not-found',
  message: () => 'The public access block configuration was not found',
})

export const copyOntoItself = defineError<Record<never, never>>({
  code: 'storage.copy-onto-itself',
  kind: 'invalid',
  message: () =>
    'This copy request is illegal because it is trying to copy an object to itself without ' +
    "changing the object's metadata.",
})

export const entityTooLarge = defineError<{ sizeBytesMax: number }>({
  code: 'storage.entity-too-large',
  kind: 'limit-exceeded',
  message: () => 'Your proposed upload exceeds the maximum allowed object size.',
})

export const entityTooSmall = defineError<{ partNumber: number; sizeBytesMin: number }>({
  code: 'storage.entity-too-small',
  kind: 'invalid',
  message: () => 'Your proposed upload is smaller than the minimum allowed object size.',
})

export const noSuchUpload = defineError<{ uploadId: string }>({
  code: 'storage.no-such-upload',
  kind: 'not-found',
  message: () =>
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have ' +
    'been aborted or completed.',
})

export const invalidPart = defineError<{ partNumber: number }>({
  code: 'storage.invalid-part',
  kind: 'invalid',
  message: () =>
    'One or more of the specified parts could not be found. The part may not have been ' +
    "uploaded, or the specified entity tag may not match the part's entity tag.",
})

export const invalidPartNumber = defineError<{ partNumber: number }>({
  code: 'storage.invalid-part-number',
  kind: 'invalid',
  message: () => 'The requested partnumber is not satisfiable',
})

export const invalidPartOrder = defineError<{ partNumber: number }>({
  code: 'storage.invalid-part-order',
  kind: 'invalid',
  message: () =>
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
})
