import { defineError } from '../../foundation/errors.ts'

// Messages are S3's own where S3 has one: clients and people know them.

export const noSuchKey = defineError<{ location: string }>({
  code: 'storage.no-such-key',
  kind: 'not-found',
  message: () => 'The specified key does not exist.',
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

export const contentLost = defineError<{ blobId: string }>({
  code: 'storage.content-lost',
  kind: 'internal',
  message: ({ blobId }) => `the index names blob "${blobId}", but the blob store has none`,
})
