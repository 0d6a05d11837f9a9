import type { Problem } from '@millrace/contract'
import type { FastifyError } from 'fastify'
import { tellable } from '../../foundation/database-away.ts'
import type { DomainError, ErrorKind } from '../../foundation/errors.ts'
import type { Log } from '../../foundation/log.ts'
import { brokenInside, invalidRequest } from './errors.ts'
import { schemaRefusal } from './schema-refusal.ts'

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  'limit-exceeded': 429,
  'not-implemented': 501,
  unavailable: 503,
  internal: 500,
}

/** What went wrong, for the wire; what only we should know goes to the log. */
export function problemOf(
  thrown: unknown,
  context: { requestId: string; log: Log },
): { status: number; problem: Problem } {
  const error = asDomainError(thrown)
  const { requestId, log } = context
  if (error.kind === 'internal') log.error({ requestId, err: thrown }, 'portal API failed')
  const status = STATUS[error.kind]
  const { code, kind, message, facts } = error
  return { status, problem: { code, kind, message, requestId, facts: { ...facts } } }
}

function asDomainError(thrown: unknown): DomainError {
  const known = tellable(thrown)
  if (known) return known
  // Fastify's own refusals (a body that is no JSON, too long, against its schema) carry a status.
  const { statusCode, validation, validationContext } = thrown as Partial<FastifyError>
  if (thrown instanceof Error && statusCode && statusCode < 500) {
    const detail = validation ? schemaRefusal(validation, validationContext) : plainly(thrown)
    return invalidRequest({ detail }, { cause: thrown })
  }
  return brokenInside({}, { cause: thrown })
}

/** Fastify says the same of a text that is no JSON and of names that would poison objects. */
function plainly({ code, message }: Partial<FastifyError>): string {
  if (code !== 'FST_ERR_CTP_INVALID_JSON_BODY') return message ?? ''
  return (
    'the body is no valid JSON, or has a member named "__proto__", or "constructor" with a ' +
    '"prototype", which no body may have'
  )
}
