import { defineError, type ErrorKind } from '../../foundation/errors.ts'

export const notSignedIn = defineError<Record<never, never>>({
  code: 'livy.not-signed-in',
  kind: 'unauthenticated',
  message: () => 'sign in with cluster credentials, an access key pair, or a signature',
})

export const wrongCredentials = defineError<{ name: string }>({
  code: 'livy.wrong-credentials',
  kind: 'unauthenticated',
  message: ({ name }) => `"${name}" and its password are no key pair and no cluster credentials`,
})

export const malformedRequest = defineError<{ reason: string }>({
  code: 'livy.malformed-request',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const noSuchPath = defineError<{ method: string; path: string }>({
  code: 'livy.no-such-path',
  kind: 'not-found',
  message: ({ method, path }) => `${method} ${path} is not served`,
})

/** How Livy's clients tell errors apart: by status alone, with a `msg` for people. */
export const statusByKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  'not-found': 404,
  conflict: 400, // Livy answers a taken name with 400.
  'precondition-failed': 400,
  'limit-exceeded': 429,
  'not-implemented': 501,
  unavailable: 503,
  internal: 500,
}
