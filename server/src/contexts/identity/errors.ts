import { defineError } from '../../foundation/errors.ts'

export const accessDenied = defineError<{ arn: string; action: string; resource: string }>({
  code: 'identity.access-denied',
  kind: 'denied',
  message: ({ arn, action, resource }) =>
    `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`,
})

/** An access key that is not there, is inactive, or lacks its session token. */
export const unknownAccessKey = defineError<{ accessKeyId: string }>({
  code: 'identity.unknown-access-key',
  kind: 'unauthenticated',
  message: () => 'The security token included in the request is invalid.',
})

/** A token that is not ours, was altered, revoked, or belongs to another key. */
export const invalidToken = defineError<Record<string, never>>({
  code: 'identity.invalid-token',
  kind: 'unauthenticated',
  message: () => 'The security token included in the request is invalid.',
})

/** A driver's credentials, presented from elsewhere than its box. */
export const boundElsewhere = defineError<{ arn: string }>({
  code: 'credentials.bound-elsewhere',
  kind: 'denied',
  message: ({ arn }) => `the credentials of ${arn} belong to a session and open nothing outside it`,
})

/** Credentials vended for prefixes of storage, presented for something else. */
export const scopedCredentials = defineError<{ arn: string }>({
  code: 'identity.scoped-credentials',
  kind: 'denied',
  message: ({ arn }) => `these credentials of ${arn} open storage, and nothing else`,
})

export const tokenExpired = defineError<{ expiredAt: string }>({
  code: 'identity.token-expired',
  kind: 'unauthenticated',
  message: () => 'The security token included in the request is expired',
})

export const accountIsolated = defineError<{ accountId: string }>({
  code: 'identity.account-isolated',
  kind: 'denied',
  message: ({ accountId }) => `account "${accountId}" is switched off`,
})

export const wrongPassword = defineError<Record<string, never>>({
  code: 'identity.wrong-password',
  kind: 'unauthenticated',
  message: () => 'account, user or password is wrong',
})

/** Too many wrong guesses of this name, or from this place. */
export const tooManyGuesses = defineError<{ retryAfterSeconds: number }>({
  code: 'identity.too-many-guesses',
  kind: 'limit-exceeded',
  message: ({ retryAfterSeconds }) =>
    `too many wrong attempts: try again in ${retryAfterSeconds} seconds`,
})

export const noSuchAccount = defineError<{ accountId: string }>({
  code: 'identity.no-such-account',
  kind: 'not-found',
  message: ({ accountId }) => `account "${accountId}" does not exist`,
})

export const accountExists = defineError<{ account: string }>({
  code: 'identity.account-exists',
  kind: 'conflict',
  message: ({ account }) => `account "${account}" already exists`,
})

export const noSuchUser = defineError<{ name: string }>({
  code: 'identity.no-such-user',
  kind: 'not-found',
  message: ({ name }) => `The user with name ${name} cannot be found.`,
})

export const noSuchRole = defineError<{ name: string }>({
  code: 'identity.no-such-role',
  kind: 'not-found',
  message: ({ name }) => `The role with name ${name} cannot be found.`,
})

export const noSuchPolicy = defineError<{ name: string }>({
  code: 'identity.no-such-policy',
  kind: 'not-found',
  message: ({ name }) => `The policy "${name}" cannot be found.`,
})

export const noSuchAccessKey = defineError<{ accessKeyId: string }>({
  code: 'identity.no-such-access-key',
  kind: 'not-found',
  message: ({ accessKeyId }) => `The Access Key with id ${accessKeyId} cannot be found.`,
})

export const entityExists = defineError<{ kind: string; name: string }>({
  code: 'identity.entity-exists',
  kind: 'conflict',
  message: ({ kind, name }) => `${kind} with name ${name} already exists.`,
})

/** A user or role that still has policies or keys. */
export const deleteConflict = defineError<{ reason: string }>({
  code: 'identity.delete-conflict',
  kind: 'conflict',
  message: ({ reason }) => `Cannot delete entity, ${reason}.`,
})

export const limitExceeded = defineError<{ reason: string }>({
  code: 'identity.limit-exceeded',
  kind: 'limit-exceeded',
  message: ({ reason }) => `Cannot exceed quota: ${reason}`,
})

export const malformedPolicy = defineError<{ reason: string }>({
  code: 'identity.malformed-policy',
  kind: 'invalid',
  message: ({ reason }) => `the policy is malformed: ${reason}`,
})

export const invalidInput = defineError<{ reason: string }>({
  code: 'identity.invalid-input',
  kind: 'invalid',
  message: ({ reason }) => reason,
})
