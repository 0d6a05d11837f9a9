import { tellable } from '../../foundation/database-away.ts'
import { DomainError } from '../../foundation/errors.ts'
import { DECLARATION, field, group, type S3Answer } from './answer.ts'
import { ERROR_NAMES, KIND_NAMES, type S3ErrorName } from './error-names.ts'

/** What the client is told of `thrown`; what nobody may be told says nothing of itself. */
export function wireErrorOf(thrown: unknown): S3ErrorName & { message: string } {
  const error = tellable(thrown)
  if (!error || error.kind === 'internal')
    return {
      ...KIND_NAMES.internal,
      message: 'We encountered an internal error. Please try again.',
    }
  return { ...(ERROR_NAMES[error.code] ?? KIND_NAMES[error.kind]), message: error.message }
}

export function errorAnswer(
  error: unknown,
  of: { requestId: string; resource: string; form: 'header' | 'query' },
): S3Answer {
  const { code, status, message } = wireErrorOf(error)
  // The query form of a signature has a code of its own: API Reference, "Error responses".
  const inQuery = code === 'AuthorizationHeaderMalformed' && of.form === 'query'
  const body = group(
    'Error',
    field('Code', inQuery ? 'AuthorizationQueryParametersError' : code),
    field('Message', message),
    ...factsOf(error),
    field('Resource', of.resource),
    field('RequestId', of.requestId),
    field('HostId', of.requestId),
  )
  const headers = { 'content-type': 'application/xml', ...headersOf(error) }
  return { status, headers, body: `${DECLARATION}${body}` }
}

/** Elements that S3 puts beside the message of some errors. */
function factsOf(error: unknown): string[] {
  if (!(error instanceof DomainError)) return []
  const { condition, sizeBytesMax, serverTime, expectedRegion, headers } = error.facts
  return [
    field('Condition', textOf(condition)),
    field('MaxSizeAllowed', textOf(sizeBytesMax)),
    field('ServerTime', textOf(serverTime)),
    field('Region', textOf(expectedRegion)),
    field('HeadersNotSigned', textOf(headers)),
  ]
}

/** What S3 says in headers of some errors. */
function headersOf(error: unknown): Record<string, string> {
  if (!(error instanceof DomainError)) return {}
  const { sizeBytes, marker, versionId, modifiedAt, expectedRegion } = error.facts
  // Clients ask again, in that region.
  if (expectedRegion !== undefined) return { 'x-amz-bucket-region': String(expectedRegion) }
  const onMarker = { 'x-amz-delete-marker': 'true' }
  if (error.code === 'storage.invalid-range') return { 'content-range': `bytes */${sizeBytes}` }
  if (error.code === 'storage.no-such-key' && marker !== undefined)
    return { ...onMarker, 'x-amz-version-id': String(marker) }
  if (error.code !== 'storage.is-delete-marker') return {}
  return {
    ...onMarker,
    'x-amz-version-id': String(versionId),
    allow: 'DELETE',
    'last-modified': String(modifiedAt),
  }
}

function textOf(fact: unknown): string | undefined {
  return fact === undefined ? undefined : String(fact)
}
