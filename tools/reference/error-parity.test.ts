import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wireError as icebergError } from '../../server/src/doors/iceberg-rest/errors.ts'
import { statusByKind } from '../../server/src/doors/livy/errors.ts'
import { wireErrorOf } from '../../server/src/doors/s3/render-error.ts'
import { wireError } from '../../server/src/doors/shared/aws-errors.ts'
import { type ErrorSchema, errorTraits } from '../../server/src/doors/shared/shape.ts'
import { createLog } from '../../server/src/foundation/log.ts'
import { awsDoors } from './aws-doors.ts'
import { raisedAt } from './raised-errors.ts'

// IAM API Reference, "Common Errors", and what botocore's recordings show beside it: the services
// answer `InternalFailure` and `ServiceUnavailable` with and without a suffix.
const COMMON = [
  ...['AccessDenied', 'AccessDeniedException', 'ExpiredToken', 'ExpiredTokenException'],
  ...['IncompleteSignature', 'IncompleteSignatureException', 'InternalFailure'],
  ...['InternalServerException', 'InvalidAction', 'InvalidClientTokenId'],
  ...['RequestEntityTooLarge', 'ServiceUnavailable', 'ServiceUnavailableException'],
  ...['ThrottledException', 'ThrottlingException', 'UnknownOperationException'],
  ...['UnrecognizedClientException', 'ValidationError', 'ValidationException'],
]

function modelledBy(sdk: object): string[] {
  const schemas = Object.values(sdk).filter(
    (one): one is ErrorSchema => Array.isArray(one) && one[0] === -3,
  )
  return schemas.flatMap((schema) => {
    const { name, query } = errorTraits(schema)
    return query ? [name, query.code] : [name]
  })
}

for (const { folder, sdk, family, errors } of awsDoors)
  test(`given the errors behind ${folder}, when answered, then AWS documents them`, async () => {
    const documented = new Set([...COMMON, ...modelledBy(sdk)])

    const raised = await raisedAt(folder)

    const strange = raised
      .map((error) => `${wireError(error, family, errors).code} for ${error.code}`)
      .filter((line) => !documented.has(line.split(' ')[0] as string))
    assert.deepEqual(strange, [])
    assert.ok(raised.length > 10)
  })

// Amazon S3 API Reference, "Error responses", list of error codes.
const S3_CODES = new Set([
  ...['AccessControlListNotSupported', 'InvalidBucketAclWithObjectOwnership'],
  ...['AccessForbidden', 'BadRequest', 'MalformedACLError', 'MissingSecurityHeader'],
  ...['NoSuchPublicAccessBlockConfiguration', 'OwnershipControlsNotFoundError'],
  ...['AccessDenied', 'AuthorizationHeaderMalformed', 'BadDigest', 'BucketAlreadyExists'],
  ...['BucketAlreadyOwnedByYou', 'BucketNotEmpty', 'EntityTooLarge', 'EntityTooSmall'],
  ...['ExpiredToken', 'IncompleteBody', 'InternalError', 'InvalidAccessKeyId', 'InvalidArgument'],
  ...['InvalidBucketName', 'InvalidDigest', 'InvalidPart', 'InvalidPartNumber'],
  ...['InvalidPartOrder', 'InvalidRange', 'InvalidRequest', 'InvalidTag', 'InvalidToken'],
  ...['InvalidURI', 'KeyTooLongError', 'MalformedPolicy'],
  ...['MalformedXML', 'MaxMessageLengthExceeded', 'MetadataTooLarge', 'MethodNotAllowed'],
  ...['RequestHeaderSectionTooLarge', 'IllegalLocationConstraintException'],
  ...['InvalidLocationConstraint'],
  ...['MissingContentLength', 'NoSuchBucket', 'NoSuchBucketPolicy', 'NoSuchKey', 'NoSuchTagSet'],
  ...['NoSuchUpload', 'NoSuchVersion', 'NotImplemented'],
  ...['OperationAborted', 'PreconditionFailed', 'RequestTimeTooSkewed'],
  ...['ServiceUnavailable', 'SignatureDoesNotMatch', 'SlowDown', 'XAmzContentSHA256Mismatch'],
  'QuotaExceeded', // Amazon's S3 has no quotas; Ceph's gateway answers so.
])

test('given the errors behind s3, when answered, then S3 documents them', async () => {
  const raised = await raisedAt('s3')

  const codes = raised.map((error) => wireErrorOf(error).code)
  const strange = codes.filter((one) => !S3_CODES.has(one))
  assert.deepEqual(strange, [])
})

// Examples of the Iceberg REST specification, and what its Java client maps to exceptions.
const ICEBERG_TYPES = new Set([
  ...['AlreadyExistsException', 'BadRequestException', 'CommitFailedException'],
  ...['ForbiddenException', 'InternalServerError', 'NamespaceNotEmptyException'],
  ...['NoSuchNamespaceException', 'NoSuchTableException', 'NoSuchViewException'],
  ...['IllegalArgumentException', 'NotAuthorizedException'],
  ...['NotFoundException', 'ServiceUnavailableException', 'TooManyRequestsException'],
  ...['UnprocessableEntityException', 'UnsupportedOperationException', 'ValidationException'],
])

test('given the errors behind iceberg-rest, when answered, then clients know them', async () => {
  const raised = await raisedAt('iceberg-rest')

  const about = { log: createLog('silent'), requestId: '', method: 'GET' }
  const bodies = raised.map((error) => icebergError(error, about).body)
  const types = bodies.map((body) => (body as { error: string | { type: string } }).error)
  const strange = types.filter((one) => typeof one === 'object' && !ICEBERG_TYPES.has(one.type))
  assert.deepEqual(strange, [])
})

// Livy 0.9, JsonServlet and SessionServlet: what they answer, and 429 for too many sessions.
const LIVY_STATUS = new Set([400, 401, 403, 404, 429, 500, 501, 503])

test('given the errors behind livy, when answered, then Livy has their statuses', async () => {
  const raised = await raisedAt('livy')

  const strange = raised.filter(({ kind }) => !LIVY_STATUS.has(statusByKind[kind]))
  assert.deepEqual(strange, [])
})
