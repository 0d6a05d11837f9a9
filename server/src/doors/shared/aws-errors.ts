import { tellable } from '../../foundation/database-away.ts'
import type { DomainError, ErrorKind } from '../../foundation/errors.ts'
import type { ErrorName } from './operation.ts'
import { errorTraits } from './shape.ts'
import type { Protocol, WireError } from './wire.ts'

/** How a service names what goes wrong. What it leaves out is named as AWS names it everywhere. */
export interface ErrorMap {
  /** By the code of a `DomainError`: `catalog.table-already-exists`. */
  byCode?: Readonly<Record<string, ErrorName>>
  byKind?: Partial<Record<ErrorKind, ErrorName>>
  /** Members and types that do not fit; `ValidationException` unless the service says otherwise. */
  invalidRequest?: ErrorName
  /** Further members of the modelled error, beside the message. */
  members?(error: DomainError): Readonly<Record<string, unknown>>
}

type Family = Protocol['family']

// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and what the services
// themselves answer: JSON services say 400 where REST and query services have a status of its own.
const COMMON: Record<Family, Record<ErrorKind, { code: string; status: number }>> = {
  json: {
    invalid: { code: 'ValidationException', status: 400 },
    unauthenticated: { code: 'UnrecognizedClientException', status: 400 },
    denied: { code: 'AccessDeniedException', status: 400 },
    'not-found': { code: 'ResourceNotFoundException', status: 400 },
    conflict: { code: 'ConflictException', status: 400 },
    'precondition-failed': { code: 'ConflictException', status: 400 },
    'limit-exceeded': { code: 'LimitExceededException', status: 400 },
    'not-implemented': { code: 'UnknownOperationException', status: 400 },
    unavailable: { code: 'ServiceUnavailableException', status: 503 },
    internal: { code: 'InternalFailure', status: 500 },
  },
  rest: {
    invalid: { code: 'ValidationException', status: 400 },
    unauthenticated: { code: 'UnrecognizedClientException', status: 403 },
    denied: { code: 'AccessDeniedException', status: 403 },
    'not-found': { code: 'ResourceNotFoundException', status: 404 },
    conflict: { code: 'ConflictException', status: 409 },
    'precondition-failed': { code: 'ConflictException', status: 409 },
    'limit-exceeded': { code: 'ServiceQuotaExceededException', status: 402 },
    'not-implemented': { code: 'UnknownOperationException', status: 404 },
    unavailable: { code: 'ServiceUnavailableException', status: 503 },
    internal: { code: 'InternalServerException', status: 500 },
  },
  query: {
    invalid: { code: 'ValidationError', status: 400 },
    unauthenticated: { code: 'InvalidClientTokenId', status: 403 },
    denied: { code: 'AccessDenied', status: 403 },
    'not-found': { code: 'NoSuchEntity', status: 404 },
    conflict: { code: 'EntityAlreadyExists', status: 409 },
    'precondition-failed': { code: 'ConcurrentModification', status: 409 },
    'limit-exceeded': { code: 'LimitExceeded', status: 409 },
    'not-implemented': { code: 'InvalidAction', status: 400 },
    unavailable: { code: 'ServiceUnavailable', status: 503 },
    internal: { code: 'InternalFailure', status: 500 },
  },
}

// Ways to fail authentication: by these codes SDKs decide to refresh, to set the clock or give up.
const AUTHENTICATION: Record<string, { token: string; query: string }> = {
  'signature.missing': {
    token: 'MissingAuthenticationTokenException',
    query: 'MissingAuthenticationToken',
  },
  'signature.incomplete': { token: 'IncompleteSignatureException', query: 'IncompleteSignature' },
  'signature.date-invalid': { token: 'IncompleteSignatureException', query: 'IncompleteSignature' },
  'signature.twice': { token: 'IncompleteSignatureException', query: 'IncompleteSignature' },
  'signature.payload-hash-invalid': {
    token: 'IncompleteSignatureException',
    query: 'IncompleteSignature',
  },
  'signature.not-yet-valid': { token: 'InvalidSignatureException', query: 'SignatureDoesNotMatch' },
  'signature.mismatch': { token: 'InvalidSignatureException', query: 'SignatureDoesNotMatch' },
  'signature.skewed': { token: 'InvalidSignatureException', query: 'SignatureDoesNotMatch' },
  'signature.expired': { token: 'InvalidSignatureException', query: 'SignatureDoesNotMatch' },
  'signature.headers-not-signed': {
    token: 'InvalidSignatureException',
    query: 'SignatureDoesNotMatch',
  },
  'body.hash-mismatch': { token: 'InvalidSignatureException', query: 'SignatureDoesNotMatch' },
  'door.scoped-to-other-service': {
    token: 'InvalidSignatureException',
    query: 'SignatureDoesNotMatch',
  },
  'identity.token-expired': { token: 'ExpiredTokenException', query: 'ExpiredToken' },
}

/** What the client is told of `thrown`. What nobody may be told says nothing of itself. */
export function wireError(thrown: unknown, family: Family, map: ErrorMap): WireError {
  const error = tellable(thrown)
  if (!error) return { ...COMMON[family].internal, message: 'An internal error occurred.' }
  const { code, status } = nameOf(error, family, map)
  const members = map.members?.(error)
  return { code, status, message: error.message, ...(members && { members }) }
}

function nameOf(
  error: DomainError,
  family: Family,
  map: ErrorMap,
): { code: string; status: number } {
  const own = map.byCode?.[error.code]
  if (own) return spelled(own, family)
  if (error.code === 'door.malformed-request' && family !== 'query')
    return { code: 'SerializationException', status: 400 }
  if (error.code === 'door.invalid-request' && map.invalidRequest)
    return spelled(map.invalidRequest, family)
  if (error.code === 'body.too-large') return { code: 'RequestEntityTooLarge', status: 413 }
  if (error.code === 'door.body-too-slow') return { code: 'RequestTimeout', status: 408 }
  const unsigned = AUTHENTICATION[error.code]
  if (unsigned) {
    const { status } = COMMON[family].unauthenticated
    return { code: family === 'query' ? unsigned.query : unsigned.token, status }
  }
  const byKind = map.byKind?.[error.kind]
  return byKind ? spelled(byKind, family) : COMMON[family][error.kind]
}

function spelled(name: ErrorName, family: Family): { code: string; status: number } {
  if ('code' in name) return name
  const { name: code, status, fault, query } = errorTraits(name)
  if (family === 'query' && query) return query
  return { code, status: status ?? (fault === 'server' ? 500 : 400) }
}
