import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { defineError } from '../../foundation/errors.ts'
import type { OperationShape } from './shape.ts'

/** A request with its whole body, before anybody knows which operation it is. */
export interface WireRequest {
  method: string
  /** Undecoded. */
  rawPath: string
  rawQuery: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface WireAnswer {
  status: number
  headers: OutgoingHttpHeaders
  body: Buffer | string
}

/** An error as the client will see it. */
export interface WireError {
  code: string
  status: number
  message: string
  /** Further members of a modelled error: EMR's `ErrorCode`. */
  members?: Readonly<Record<string, unknown>>
}

/** Which operation a request names, as far as its protocol can tell. */
export type Named = { name: string } | { name: undefined; wanted: string }

export type Decoded = Record<string, unknown>

/** One AWS wire protocol, seen from the server. */
export interface Protocol {
  /** How generic errors are called and numbered. */
  family: 'json' | 'rest' | 'query'
  /** Tells the operation by name; `operations` are all that the door knows, refused ones too. */
  identify(request: WireRequest, operations: readonly OperationShape[]): Named
  /** @throws door.malformed-request, door.invalid-request */
  decode(operation: OperationShape, request: WireRequest): Decoded
  encode(operation: OperationShape, output: object, requestId: string): WireAnswer
  encodeError(error: WireError, requestId: string): WireAnswer
}

/** The body is not even of the protocol's form. */
export const malformedRequest = defineError<{ reason: string }>({
  code: 'door.malformed-request',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** Well formed, but members are missing or of another type. */
export const invalidRequest = defineError<{ problems: readonly string[] }>({
  code: 'door.invalid-request',
  kind: 'invalid',
  message: ({ problems }) =>
    `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ` +
    problems.join('; '),
})

export const bodyTooSlow = defineError<{ seconds: number }>({
  code: 'door.body-too-slow',
  kind: 'invalid',
  message: ({ seconds }) => `the request body did not arrive within ${seconds} seconds`,
})

export const scopedToOtherService = defineError<{ service: string }>({
  code: 'door.scoped-to-other-service',
  kind: 'unauthenticated',
  message: ({ service }) => `Credential should be scoped to correct service: '${service}'.`,
})

export const unknownOperation = defineError<{ operation: string }>({
  code: 'door.unknown-operation',
  kind: 'not-implemented',
  message: ({ operation }) => `Unknown operation: ${operation}`,
})

export const refusedOperation = defineError<{ operation: string; reason: string }>({
  code: 'door.refused-operation',
  kind: 'not-implemented',
  message: ({ operation, reason }) => `${operation} is not implemented: ${reason}`,
})
