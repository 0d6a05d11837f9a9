import type { ErrorKind } from '../../foundation/errors.ts'

export interface S3ErrorName {
  code: string
  status: number
}

/** By the code of a `DomainError`. Source: Amazon S3 API Reference, "Error responses". */
export const ERROR_NAMES: Readonly<Record<string, S3ErrorName>> = {
  'storage.no-such-key': { code: 'NoSuchKey', status: 404 },
  'storage.no-such-bucket': { code: 'NoSuchBucket', status: 404 },
  'storage.bucket-name-taken': { code: 'BucketAlreadyExists', status: 409 },
  'storage.bucket-already-owned': { code: 'BucketAlreadyOwnedByYou', status: 409 },
  'storage.bucket-not-empty': { code: 'BucketNotEmpty', status: 409 },
  'storage.invalid-bucket-name': { code: 'InvalidBucketName', status: 400 },
  'storage.key-too-long': { code: 'KeyTooLongError', status: 400 },
  'storage.invalid-key': { code: 'InvalidURI', status: 400 },
  'storage.precondition-failed': { code: 'PreconditionFailed', status: 412 },
  'storage.full': { code: 'ServiceUnavailable', status: 503 },
  'storage.access-denied': { code: 'AccessDenied', status: 403 },
  'storage.no-such-bucket-policy': { code: 'NoSuchBucketPolicy', status: 404 },
  'storage.malformed-policy': { code: 'MalformedPolicy', status: 400 },
  'storage.invalid-range': { code: 'InvalidRange', status: 416 },
  'storage.invalid-argument': { code: 'InvalidArgument', status: 400 },
  'storage.copy-onto-itself': { code: 'InvalidRequest', status: 400 },
  'storage.metadata-too-large': { code: 'MetadataTooLarge', status: 400 },
  'storage.entity-too-large': { code: 'EntityTooLarge', status: 400 },
  'storage.entity-too-small': { code: 'EntityTooSmall', status: 400 },
  'storage.no-such-upload': { code: 'NoSuchUpload', status: 404 },
  'storage.invalid-part': { code: 'InvalidPart', status: 400 },
  'storage.invalid-part-order': { code: 'InvalidPartOrder', status: 400 },
  'storage.bad-digest': { code: 'BadDigest', status: 400 },
  's3.method-not-allowed': { code: 'MethodNotAllowed', status: 405 },
  's3.invalid-uri': { code: 'InvalidURI', status: 400 },
  's3.malformed-xml': { code: 'MalformedXML', status: 400 },
  's3.invalid-argument': { code: 'InvalidArgument', status: 400 },
  's3.invalid-request': { code: 'InvalidRequest', status: 400 },
  's3.invalid-digest': { code: 'InvalidDigest', status: 400 },
  's3.missing-content-length': { code: 'MissingContentLength', status: 411 },
  's3.entity-too-large': { code: 'EntityTooLarge', status: 400 },
  'signature.missing': { code: 'AccessDenied', status: 403 },
  'signature.incomplete': { code: 'AuthorizationHeaderMalformed', status: 400 },
  'signature.mismatch': { code: 'SignatureDoesNotMatch', status: 403 },
  'signature.skewed': { code: 'RequestTimeTooSkewed', status: 403 },
  'signature.expired': { code: 'AccessDenied', status: 403 },
  'signature.headers-not-signed': { code: 'AccessDenied', status: 403 },
  'body.hash-mismatch': { code: 'XAmzContentSHA256Mismatch', status: 400 },
  'body.malformed': { code: 'IncompleteBody', status: 400 },
  'body.checksum-mismatch': { code: 'BadDigest', status: 400 },
  'body.too-large': { code: 'MaxMessageLengthExceeded', status: 400 },
  'identity.unknown-access-key': { code: 'InvalidAccessKeyId', status: 403 },
  'identity.invalid-token': { code: 'InvalidToken', status: 400 },
  'identity.token-expired': { code: 'ExpiredToken', status: 400 },
  'identity.access-denied': { code: 'AccessDenied', status: 403 },
}

export const KIND_NAMES: Readonly<Record<ErrorKind, S3ErrorName>> = {
  invalid: { code: 'InvalidRequest', status: 400 },
  unauthenticated: { code: 'AccessDenied', status: 403 },
  denied: { code: 'AccessDenied', status: 403 },
  'not-found': { code: 'NoSuchKey', status: 404 },
  conflict: { code: 'OperationAborted', status: 409 },
  'precondition-failed': { code: 'PreconditionFailed', status: 412 },
  'limit-exceeded': { code: 'InvalidRequest', status: 400 },
  'not-implemented': { code: 'NotImplemented', status: 501 },
  unavailable: { code: 'ServiceUnavailable', status: 503 },
  internal: { code: 'InternalError', status: 500 },
}
