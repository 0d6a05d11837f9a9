import { defineError } from '../../foundation/errors.ts'

/** Also the answer for what the caller may not DESCRIBE: absent and hidden look the same (D-21). */
export const notFound = defineError<{ resource: string }>({
  code: 'governance.not-found',
  kind: 'not-found',
  message: () => 'Entity Not Found',
})

/** The resource is known to the caller, the right is missing. */
export const denied = defineError<{ permission: string; resource: string }>({
  code: 'governance.denied',
  kind: 'denied',
  message: ({ permission, resource }) =>
    `Insufficient Lake Formation permission(s): Required ${permission} on ${resource}`,
})

export const invalidInput = defineError<{ reason: string }>({
  code: 'governance.invalid-input',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const alreadyExists = defineError<{ resource: string }>({
  code: 'governance.already-exists',
  kind: 'conflict',
  message: ({ resource }) => `${resource} already exists`,
})

/** The generic refusal of a list over something that the caller may not see. */
export const unknownOrDenied = defineError<object>({
  code: 'governance.unknown-or-denied',
  kind: 'denied',
  message: () =>
    'Resource does not exist or requester is not authorized to access requested permissions.',
})

export const limitExceeded = defineError<{ limit: string }>({
  code: 'governance.limit-exceeded',
  kind: 'limit-exceeded',
  message: ({ limit }) => limit,
})

/** The audit chain of an account does not fit its records. */
export const auditBroken = defineError<{ accountId: string; sequence: number; reason: string }>({
  code: 'governance.audit-broken',
  kind: 'internal',
  message: ({ accountId, sequence, reason }) =>
    `audit of account "${accountId}" is broken at record ${sequence}: ${reason}`,
})
