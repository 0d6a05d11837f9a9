import { defineError } from '../../foundation/errors.ts'

/** Neither an `Authorization` header nor a signed query: S3's door may go on as anonymous. */
export const signatureMissing = defineError<Record<string, never>>({
  code: 'signature.missing',
  kind: 'unauthenticated',
  message: () => 'Request is missing Authentication Token',
})

export const signatureIncomplete = defineError<{ reason: string }>({
  code: 'signature.incomplete',
  kind: 'invalid',
  message: ({ reason }) => `the signature is incomplete or malformed: ${reason}`,
})

export const signatureMismatch = defineError<{ canonicalRequest?: string; stringToSign?: string }>({
  code: 'signature.mismatch',
  kind: 'unauthenticated',
  message: () =>
    'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method.',
})

/** Good for another region or service. `expectedRegion` where it is the region. */
export const signatureScopedElsewhere = defineError<{
  what: 'region' | 'service'
  given: string
  expected: string
  expectedRegion?: string
}>({
  code: 'signature.scoped-elsewhere',
  kind: 'invalid',
  message: ({ what, given, expected }) =>
    `the credential is malformed: the ${what} '${given}' is wrong; expecting '${expected}'`,
})

export const signatureDateInvalid = defineError<Record<string, never>>({
  code: 'signature.date-invalid',
  kind: 'unauthenticated',
  message: () => 'AWS authentication requires a valid Date or x-amz-date header',
})

export const signatureTwice = defineError<Record<string, never>>({
  code: 'signature.twice',
  kind: 'invalid',
  message: () =>
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, ' +
    'Signature query string parameter or the Authorization header should be specified',
})

export const payloadHashMissing = defineError<Record<string, never>>({
  code: 'signature.payload-hash-missing',
  kind: 'invalid',
  message: () => 'Missing required header for this request: x-amz-content-sha256',
})

export const payloadHashInvalid = defineError<Record<string, never>>({
  code: 'signature.payload-hash-invalid',
  kind: 'invalid',
  message: () =>
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER ' +
    'or a valid sha256 value.',
})

/** The clocks differ by more than 15 minutes. */
export const signatureSkewed = defineError<{ signedAt: string; serverTime: string }>({
  code: 'signature.skewed',
  kind: 'unauthenticated',
  message: ({ signedAt, serverTime }) =>
    `the request was signed at "${signedAt}", too far from the server's time "${serverTime}"`,
})

/** A presigned URL before its time. */
export const signatureNotYetValid = defineError<{ validFrom: string }>({
  code: 'signature.not-yet-valid',
  kind: 'unauthenticated',
  message: () => 'Request is not valid yet',
})

/** A presigned URL after its time. */
export const signatureExpired = defineError<{ expiredAt: string }>({
  code: 'signature.expired',
  kind: 'unauthenticated',
  message: () => 'Request has expired',
})

export const headersNotSigned = defineError<{ headers: readonly string[] }>({
  code: 'signature.headers-not-signed',
  kind: 'denied',
  message: ({ headers }) =>
    `There were headers present in the request which were not signed: ${headers.join(', ')}`,
})

export const bodyHashMismatch = defineError<{ declared: string; computed: string }>({
  code: 'body.hash-mismatch',
  kind: 'invalid',
  message: () => "The provided 'x-amz-content-sha256' header does not match what was computed.",
})

export const bodyMalformed = defineError<{ reason: string }>({
  code: 'body.malformed',
  kind: 'invalid',
  message: ({ reason }) => `the body is not what its headers announce: ${reason}`,
})

export const bodyTrailerMalformed = defineError<{ reason: string }>({
  code: 'body.trailer-malformed',
  kind: 'invalid',
  message: ({ reason }) =>
    'The request contained trailing data that was not well-formed or did not conform to our ' +
    `published schema: ${reason}`,
})

export const bodyChecksumMismatch = defineError<{ checksum: string }>({
  code: 'body.checksum-mismatch',
  kind: 'invalid',
  message: ({ checksum }) => `The ${checksum} you specified did not match the calculated checksum.`,
})

export const bodyTooLarge = defineError<{ bytesMax: number }>({
  code: 'body.too-large',
  kind: 'limit-exceeded',
  message: ({ bytesMax }) => `the body is larger than ${bytesMax} bytes`,
})
