import { defineError } from '../../foundation/errors.ts'

/** Also the answer for a trial of somebody else: absent and hidden look the same. */
export const noSuchTrial = defineError<{ id: string }>({
  code: 'trials.no-such-trial',
  kind: 'not-found',
  message: ({ id }) => `trial "${id}" does not exist`,
})

export const noReport = defineError<{ id: string }>({
  code: 'trials.no-report',
  kind: 'not-found',
  message: ({ id }) => `trial "${id}" has no report yet`,
})

export const invalidCharter = defineError<{ reason: string }>({
  code: 'trials.invalid-charter',
  kind: 'invalid',
  message: ({ reason }) => `the charter cannot be used: ${reason}`,
})

export const frozen = defineError<{ id: string }>({
  code: 'trials.frozen',
  kind: 'conflict',
  message: ({ id }) => `the acceptance bands of trial "${id}" are frozen`,
})

export const wrongStage = defineError<{ id: string; stage: string; wanted: string }>({
  code: 'trials.wrong-stage',
  kind: 'conflict',
  message: ({ id, stage, wanted }) => `trial "${id}" is ${stage}; it must be ${wanted}`,
})

export const invalidExtension = defineError<{ reason: string }>({
  code: 'trials.invalid-extension',
  kind: 'invalid',
  message: ({ reason }) => `the trial cannot be extended: ${reason}`,
})

export const notADecider = defineError<{ id: string; arn: string }>({
  code: 'trials.not-a-decider',
  kind: 'denied',
  message: ({ id, arn }) => `the charter of trial "${id}" does not let "${arn}" decide`,
})

export const budgetSpent = defineError<{ id: string; spentUsd: number; budgetUsd: number }>({
  code: 'trials.budget-spent',
  kind: 'limit-exceeded',
  message: ({ id, spentUsd, budgetUsd }) =>
    `trial "${id}" has spent ${spentUsd.toFixed(2)} of ${budgetUsd.toFixed(2)} USD`,
})

export const memoTampered = defineError<{ id: string; reason: string }>({
  code: 'trials.memo-tampered',
  kind: 'internal',
  message: ({ id, reason }) => `the memo of trial "${id}" is not what was signed: ${reason}`,
})

export const noWorkspace = defineError<{ id: string; reason: string }>({
  code: 'trials.no-workspace',
  kind: 'conflict',
  message: ({ id, reason }) => `the workspace of trial "${id}" cannot be used: ${reason}`,
})

export const notOfWorkspace = defineError<{ id: string; arn: string }>({
  code: 'trials.not-of-workspace',
  kind: 'denied',
  message: ({ id, arn }) => `the workspace of trial "${id}" is not for "${arn}"`,
})

/** Made by somebody else: it is theirs, and stays so. */
export const workspaceNameTaken = defineError<{ what: string; name: string }>({
  code: 'trials.workspace-name-taken',
  kind: 'conflict',
  message: ({ what, name }) => `${what} "${name}" is there already, and is not this trial’s`,
})

export const noSuchFile = defineError<{ id: string; path: string }>({
  code: 'trials.no-such-file',
  kind: 'not-found',
  message: ({ id, path }) => `trial "${id}" has kept no file "${path}"`,
})
