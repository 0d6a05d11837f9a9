import { connectionLost, databaseAway, refusedBy } from '../../foundation/database-away.ts'
import { type DomainError, defineError, type ErrorKind } from '../../foundation/errors.ts'
import type { Log } from '../../foundation/log.ts'

export const badRequest = defineError<{ reason: string }>({
  code: 'iceberg-rest.bad-request',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const noSuchRoute = defineError<{ route: string }>({
  code: 'iceberg-rest.no-such-route',
  kind: 'not-implemented',
  message: ({ route }) => `${route} is not served`,
})

export const notSignedIn = defineError<{ reason: string }>({
  code: 'iceberg-rest.not-signed-in',
  kind: 'unauthenticated',
  message: ({ reason }) => reason,
})

/** RFC 6749, section 5.2: errors of the token endpoint have a form of their own. */
export const tokenRefused = defineError<{ error: string; reason: string }>({
  code: 'iceberg-rest.token-refused',
  kind: 'unauthenticated',
  message: ({ reason }) => reason,
})

/** The exceptions of Iceberg's Java library, which clients look for. @see Iceberg REST spec */
const BY_CODE: Readonly<Record<string, [status: number, type: string]>> = {
  'catalog.no-such-database': [404, 'NoSuchNamespaceException'],
  'catalog.no-such-table': [404, 'NoSuchTableException'],
  'catalog.no-such-view': [404, 'NoSuchViewException'],
  'catalog.metadata-missing': [404, 'NotFoundException'],
  'catalog.database-already-exists': [409, 'AlreadyExistsException'],
  'catalog.table-already-exists': [409, 'AlreadyExistsException'],
  'catalog.view-already-exists': [409, 'AlreadyExistsException'],
  'catalog.other-kind-exists': [409, 'AlreadyExistsException'],
  'catalog.rename-target-exists': [409, 'AlreadyExistsException'],
  'catalog.database-not-empty': [409, 'NamespaceNotEmptyException'],
  'catalog.commit-conflict': [409, 'CommitFailedException'],
  'catalog.invalid-view': [400, 'IllegalArgumentException'],
  'catalog.invalid-update': [400, 'ValidationException'],
  'catalog.set-and-removed': [422, 'UnprocessableEntityException'],
}

const BY_KIND: Readonly<Record<ErrorKind, [status: number, type: string]>> = {
  invalid: [400, 'BadRequestException'],
  unauthenticated: [401, 'NotAuthorizedException'],
  denied: [403, 'ForbiddenException'],
  'not-found': [404, 'NotFoundException'],
  conflict: [409, 'CommitFailedException'],
  'precondition-failed': [412, 'PreconditionFailedException'],
  'limit-exceeded': [429, 'TooManyRequestsException'],
  'not-implemented': [406, 'UnsupportedOperationException'],
  unavailable: [503, 'ServiceUnavailableException'],
  internal: [500, 'InternalServerError'],
}

export interface WireError {
  status: number
  headers: Record<string, string>
  body: object
}

const RETRY_SECONDS = '2'

export function wireError(
  error: unknown,
  { log, requestId, method }: { log: Log; requestId: string; method: string },
): WireError {
  const known = knownError(error) ?? lostConnection(error, method)
  if (known === undefined || known.kind === 'internal')
    log.error({ door: 'iceberg-rest', requestId, err: error }, 'request failed')
  if (known && tokenRefused.matches(known)) return tokenError(known)
  const [code, type] = known ? (BY_CODE[known.code] ?? BY_KIND[known.kind]) : BY_KIND.internal
  const message = code === 500 || !known ? 'the server failed' : known.message
  const headers: Record<string, string> = code === 503 ? { 'retry-after': RETRY_SECONDS } : {}
  const { retryAfterSeconds } = known?.facts ?? {}
  if (typeof retryAfterSeconds === 'number') headers['retry-after'] = String(retryAfterSeconds)
  if (code === 401) headers['www-authenticate'] = 'Bearer'
  return { status: code, headers, body: { error: { message, type, code } } }
}

function tokenError(error: DomainError): WireError {
  const { error: name } = error.facts as { error: string }
  const status = name === 'invalid_client' ? 401 : 400
  return { status, headers: {}, body: { error: name, error_description: error.message } }
}

/**
 * 503 tells a client that nothing was done, and it may then remove the files of its commit: only
 * what changes nothing is answered so. @see Iceberg REST spec, `updateTable`, 500 and 503
 */
function lostConnection(error: unknown, method: string): DomainError | undefined {
  const harmless = method === 'GET' || method === 'HEAD'
  return harmless && connectionLost(error) ? databaseAway({}, { cause: error }) : undefined
}

/** What Fastify refuses is the client's fault where it says so. */
function knownError(error: unknown): DomainError | undefined {
  const refused = refusedBy(error)
  if (refused) return refused
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500)
    return badRequest({ reason: error.message })
  return undefined
}
