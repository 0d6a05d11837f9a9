import { defineError } from '../../foundation/errors.ts'

export const notImplemented = defineError<{ operation: string; reason: string }>({
  code: 's3.not-implemented',
  kind: 'not-implemented',
  message: ({ operation, reason }) => `${operation} is not served: ${reason}`,
})

export const methodNotAllowed = defineError<{ method: string }>({
  code: 's3.method-not-allowed',
  kind: 'invalid',
  message: () => 'The specified method is not allowed against this resource.',
})

/** Of a preflight without an origin, which is none. */
export const originMissing = defineError<Record<never, never>>({
  code: 's3.origin-missing',
  kind: 'invalid',
  message: () => 'Insufficient information. Origin request header needed.',
})

export const corsNotEnabled = defineError<Record<never, never>>({
  code: 's3.cors-not-enabled',
  kind: 'denied',
  message: () => 'CORSResponse: CORS is not enabled for this bucket.',
})

export const invalidUri = defineError<Record<never, never>>({
  code: 's3.invalid-uri',
  kind: 'invalid',
  message: () => "Couldn't parse the specified URI.",
})

export const malformedXml = defineError<{ reason: string }>({
  code: 's3.malformed-xml',
  kind: 'invalid',
  message: ({ reason }) =>
    `The XML you provided was not well-formed or did not validate against our schema: ${reason}`,
})

export const invalidRequestArgument = defineError<{ name: string; value: string }>({
  code: 's3.invalid-argument',
  kind: 'invalid',
  message: ({ name, value }) => `Argument "${name}" is not valid: "${value}"`,
})

export const invalidVersionId = defineError<{ versionId: string }>({
  code: 's3.invalid-version-id',
  kind: 'invalid',
  message: () => 'Invalid version id specified',
})

export const illegalLocation = defineError<{ location: string }>({
  code: 's3.illegal-location-constraint',
  kind: 'invalid',
  message: ({ location }) =>
    `The ${location} location constraint is incompatible for the region specific endpoint this ` +
    'request was sent to.',
})

export const invalidLocation = defineError<{ location: string }>({
  code: 's3.invalid-location-constraint',
  kind: 'invalid',
  message: () => 'The specified location-constraint is not valid',
})

/** Of a request that is not what the operation would make of it. */
export const parameterOutOfPlace = defineError<{ operation: string; name: string }>({
  code: 's3.parameter-out-of-place',
  kind: 'invalid',
  message: ({ operation, name }) => `${operation} does not take the parameter "${name}"`,
})

export const invalidRequest = defineError<{ reason: string }>({
  code: 's3.invalid-request',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** Says nothing of what was sent: it may be somebody's password. */
export const unsupportedAuthorization = defineError<Record<never, never>>({
  code: 's3.unsupported-authorization',
  kind: 'invalid',
  message: () => 'Unsupported Authorization Type',
})

export const invalidDigest = defineError<{ header: string }>({
  code: 's3.invalid-digest',
  kind: 'invalid',
  message: ({ header }) => `The ${header} you specified is not valid.`,
})

export const missingContentLength = defineError<Record<never, never>>({
  code: 's3.missing-content-length',
  kind: 'invalid',
  message: () => 'You must provide the Content-Length HTTP header.',
})

export const bodyOverMax = defineError<{ sizeBytesMax: number }>({
  code: 's3.entity-too-large',
  kind: 'limit-exceeded',
  message: () => 'Your proposed upload exceeds the maximum allowed object size.',
})

export const malformedAcl = defineError<Record<never, never>>({
  code: 's3.malformed-acl',
  kind: 'invalid',
  message: () =>
    'The XML you provided was not well-formed or did not validate against our published schema',
})

export const missingAcl = defineError<Record<never, never>>({
  code: 's3.missing-acl',
  kind: 'invalid',
  message: () => 'Your request was missing a required header: x-amz-acl, or a body',
})
