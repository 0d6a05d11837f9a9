/** How an error is answered; each door maps kinds and codes to its wire form. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'denied'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'limit-exceeded'
  | 'not-implemented'
  | 'unavailable'
  | 'internal'

/** The only error that crosses a context's face. `facts` are safe to show to the caller. */
export class DomainError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  readonly facts: Readonly<Record<string, unknown>>

  constructor(definition: { code: string; kind: ErrorKind }, message: string, options: Details) {
    super(message, { cause: options.cause })
    this.name = 'DomainError'
    this.code = definition.code
    this.kind = definition.kind
    this.facts = options.facts
  }
}

interface Details {
  facts: Readonly<Record<string, unknown>>
  cause?: unknown
}

export interface ErrorDefinition<Facts> {
  (facts: Facts, options?: { cause?: unknown }): DomainError
  readonly code: string
  readonly kind: ErrorKind
  /** True for an error of this definition; made for `assert.rejects`. */
  readonly matches: (error: unknown) => boolean
}

/** Declares an error. `code` is a promise: never renamed, never reused, never declared twice. */
export function defineError<Facts extends object>(definition: {
  code: string
  kind: ErrorKind
  message: (facts: Facts) => string
}): ErrorDefinition<Facts> {
  const make = (facts: Facts, options?: { cause?: unknown }) =>
    new DomainError(definition, definition.message(facts), {
      facts: { ...facts } as Record<string, unknown>,
      cause: options?.cause,
    })
  return Object.assign(make, {
    code: definition.code,
    kind: definition.kind,
    matches: (error: unknown) => error instanceof DomainError && error.code === definition.code,
  })
}

/** True where trying again would end the same way. */
export function lasting(error: unknown): error is DomainError {
  return error instanceof DomainError && error.kind !== 'unavailable'
}
