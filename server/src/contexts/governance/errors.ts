import { DomainError, defineError } from '../../foundation/errors.ts'

/**
 * Also the answer for what the caller may not DESCRIBE: absent and hidden look the same (D-21), so
 * `resource` says what was asked for and nothing that is known of it.
 */
export const notFound = defineError<{ resource: string }>({
  code: 'governance.not-found',
  kind: 'not-found',
  message: ({ resource }) => `Entity Not Found: ${resource}`,
})

/** The resource is known to the caller, the right is missing. */
export const denied = defineError<{ permission: string; resource: string }>({
  code: 'governance.denied',
  kind: 'denied',
  message: ({ permission, resource }) =>
    `Insufficient Lake Formation permission(s): Required ${permission} on ${resource}`,
})

/** To approve for a role that one could work as is to approve for oneself. */
export const decidesForOwnRole = defineError<{
  person: string
  role: string
  others: readonly string[]
}>({
  code: 'governance.decides-for-own-role',
  kind: 'denied',
  message: ({ person, role, others }) => {
    const instead =
      others.length > 0
        ? `"${others[0]}" can approve it`
        : 'nobody else can: a rule of approval must name somebody who could not'
    return `"${person}" could work as "${role}", which the access is for: ${instead}`
  },
})

/** Credentials for an engine of the caller's own, which the catalog's settings do not allow. */
export const engineNotAllowed = defineError<{ catalogId: string }>({
  code: 'governance.engine-not-allowed',
  kind: 'denied',
  message: ({ catalogId }) =>
    'Insufficient Lake Formation permission(s): Required external engine access on Catalog ' +
    `${catalogId}: its data lake settings allow it by AllowFullTableExternalDataAccess, or by ` +
    'AllowExternalDataFiltering with the engine’s account and session tag',
})

/** A part of what was asked that a form has a field for, so that it is told beside it. */
type Field =
  | 'columns'
  | 'condition'
  | 'endsAt'
  | 'key'
  | 'location'
  | 'name'
  | 'permissions'
  | 'principal'
  | 'rows'
  | 'values'

export const invalidInput = defineError<{ reason: string; field?: Field }>({
  code: 'governance.invalid-input',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** What `read` refuses is wrong with that field. */
export function inField<Read>(field: Field, read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DomainError) || !invalidInput.matches(error)) throw error
    throw invalidInput({ reason: error.message, field }, { cause: error })
  }
}

/** A part of a document of rules that cannot be meant; the path says which. */
export const invalidBook = defineError<{ path: string; reason: string }>({
  code: 'governance.invalid-rule-book',
  kind: 'invalid',
  message: ({ path, reason }) => `${path === '' ? 'the document' : path}: ${reason}`,
})

/** One step of a plan cannot be done, so none of it is. */
export const stepRefused = defineError<StepFacts>({
  code: 'governance.step-refused',
  kind: 'invalid',
  message: ({ step, text, reason }) => `step ${step}, "${text}", is refused: ${reason}`,
})

/** The same where the caller may not do it, or not know of what it is about. */
export const stepDenied = defineError<StepFacts>({
  code: 'governance.step-denied',
  kind: 'denied',
  message: ({ step, text, reason }) => `step ${step}, "${text}", is refused: ${reason}`,
})

interface StepFacts {
  step: number
  text: string
  reason: string
  field?: unknown
}

export const alreadyExists = defineError<{ resource: string }>({
  code: 'governance.already-exists',
  kind: 'conflict',
  message: ({ resource }) => `${resource} already exists`,
})

/** Somebody agreed to a plan, and it would have other steps by now. */
export const planChanged = defineError<object>({
  code: 'governance.plan-changed',
  kind: 'conflict',
  message: () => 'The rules or the document have changed since the plan was shown: plan again',
})

/** Somebody agreed to the effects of a change, and it would have others by now. */
export const effectsChanged = defineError<object>({
  code: 'governance.effects-changed',
  kind: 'conflict',
  message: () => 'The rules have changed since the effects were shown: look at them again',
})

/** It was changed by what was read of it, and somebody else has changed it since. */
export const changedMeanwhile = defineError<{ resource: string }>({
  code: 'governance.changed-meanwhile',
  kind: 'conflict',
  message: ({ resource }) => `${resource} has changed since it was read: read it again`,
})

/** Several tables lie at the location, so whose permissions count cannot be told. */
export const locationShared = defineError<{ location: string }>({
  code: 'governance.location-shared',
  kind: 'conflict',
  message: ({ location }) => `More than one table lies at "${location}"`,
})

/** Nobody of another organization shares anything with the account, or not under this name. */
export const noSuchInvitation = defineError<{ ownerId: string }>({
  code: 'governance.no-such-invitation',
  kind: 'not-found',
  message: ({ ownerId }) => `account "${ownerId}" has not invited this one to a share`,
})

export const invitationAccepted = defineError<{ ownerId: string }>({
  code: 'governance.invitation-accepted',
  kind: 'conflict',
  message: ({ ownerId }) => `the invitation of account "${ownerId}" was accepted before`,
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
