import { defineError } from '../../foundation/errors.ts'

export const notSignedIn = defineError<Record<never, never>>({
  code: 'livy.not-signed-in',
  kind: 'unauthenticated',
  message: () => 'sign in with cluster credentials, an access key pair, or a signature',
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
